package dev.tusk.symbolic.grading;

import dev.tusk.symbolic.grading.Extraction.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds answers on a page: marked mathematics, boxes, phrases and numbers, each with its place. One
 * pass over the text each; no pattern here backtracks over more than a line's length.
 */
final class Page {
  /** A place from which an answer may be read; {@code percent}: a percent sign follows it. */
  record Candidate(
      String text, Source source, int start, int end, boolean marked, boolean percent) {}

  private record Piece(int start, int end, String content) {}

  private static final int JOINED = 6;
  private static final Pattern CONNECTOR = Pattern.compile("\\s*(?:,?\\s?and|,?\\s?or|,|;)\\s*");
  private static final Pattern BOX_CONNECTOR =
      Pattern.compile(
          "(?s)[\\s$\\\\()\\[\\]]*(?:(?:[A-Za-z]+ )?,?\\s?(?:and|or)|,|\\\\quad|"
              + "\\\\text\\{ ?(?:and|or) ?\\}|[\\s$])*[\\s$\\\\()\\[\\]]*(?:quad|text\\{ ?(?:and|or) ?\\}"
              + "|[\\s\\\\])*");
  private static final Pattern PERCENT =
      Pattern.compile("\\s*(?:\\\\?%|[Pp]ercentage|[Pp]ercent|[Pp]ct)");
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<!\\d)(?:-?[1-9]\\d{0,2}(?:[ ,]\\d{3})+(?!\\d)(?:\\.\\d+)?|-?\\d+[.,]\\d+|\\.\\d+|-?\\d+)"
              + "(\\s*(?:%|[Pp]ercentage|[Pp]ercent|[Pp]ct))?");
  private static final Pattern GROUPED =
      Pattern.compile("-?[1-9]\\d{0,2}(?:[ ,]\\d{3})+(?:\\.\\d+)?");
  private static final Pattern BARE_FRACTION =
      Pattern.compile(
          "-?\\\\frac\\{-?\\d{1,40}(?:[.,]\\d{1,40})?\\}\\{-?\\d{1,40}(?:[.,]\\d{1,40})?\\}");
  private static final Pattern FINAL_ANSWER =
      Pattern.compile("(?i)final answer(?: is|[^.\\n]{0,100}?\\sis)\\b:?\\s*");
  private static final Pattern ANSWER_PHRASE =
      Pattern.compile(
          "(?i)(?:the\\s+(?:correct\\s+|final\\s+)?answer\\s*(?:is|:|=)|\\banswer\\s*[:=])\\s*:?\\s*");

  /** Words between "the answer is" and the answer. */
  private static final Pattern HEDGE =
      Pattern.compile(
          "(?i)^(?:(?:approximately|about|roughly|around|exactly|simply|just|only|therefore|thus|equal"
              + " to|option|choice|given by|clearly)[:,]? )+");

  private static final Pattern BEFORE_ANSWER = Pattern.compile("(?s)[\\s:*]{0,20}");
  private static final Pattern SENTENCE_END = Pattern.compile("\\.\\s+[A-Z]");
  private static final Pattern HOPE = Pattern.compile("[.,;]?\\s*I hope.*$");
  private static final Pattern WORDS = Pattern.compile(".*\\p{L}{2,}.* .*");

  private final String text;
  private final List<Piece> pieces;
  private int runEnd;

  Page(String text) {
    this.text = text;
    this.pieces = pieces();
  }

  // ---- the grader's own order

  /** The answer on a model's page, by this grader's own order of rules. */
  Extraction answer() {
    if (Grader.isQuotedList(text.strip())) {
      return new Extraction(text.strip(), Source.WHOLE);
    }
    String boxed = lastBoxes();
    if (boxed != null) {
      return new Extraction(boxed, Source.BOXED);
    }
    int hashes = text.lastIndexOf("####");
    if (hashes >= 0) {
      return new Extraction(line(hashes + 4), Source.HASHES);
    }
    int tag = text.lastIndexOf("<answer>");
    if (tag >= 0) {
      int close = text.indexOf("</answer>", tag);
      String inside = text.substring(tag + 8, close < 0 ? text.length() : close);
      return new Extraction(unmarked(inside.strip()), Source.ANSWER_PHRASE);
    }
    int after = -1;
    Source source = Source.ANSWER_PHRASE;
    Matcher finals = FINAL_ANSWER.matcher(text);
    while (finals.find()) {
      after = finals.end();
      source = Source.FINAL_ANSWER;
    }
    if (after < 0) {
      Matcher phrases = ANSWER_PHRASE.matcher(text);
      while (phrases.find()) {
        after = phrases.end();
      }
    }
    if (after >= 0 && after < text.length()) {
      return new Extraction(phrase(after), source);
    }
    String whole = text.strip();
    if (Clock.reads(whole)) {
      return new Extraction(whole, Source.WHOLE);
    }
    if (whole.length() <= 300 && whole.indexOf('\n') < 0 && readable(unmarked(whole))) {
      return new Extraction(unmarked(whole), Source.WHOLE);
    }
    if (whole.startsWith("\\begin") || (pieces.size() == 1 && pieces.getFirst().start() == 0)) {
      return new Extraction(unmarked(whole), Source.WHOLE);
    }
    if (!pieces.isEmpty()) {
      return new Extraction(joined(pieces.size() - 1), Source.LAST_MATHEMATICS);
    }
    int newline = whole.lastIndexOf('\n');
    String line = whole.substring(newline + 1).strip();
    String number = lastNumber(line);
    if (number != null) {
      return new Extraction(number, Source.LAST_NUMBER);
    }
    return new Extraction(line, newline < 0 ? Source.WHOLE : Source.FINAL_LINE);
  }

  /** The last number of a sentence that is no mathematics as a whole, or null. */
  private static @Nullable String lastNumber(String line) {
    // A list or a dictionary as a program prints it is no sentence.
    if (line.length() > 2_000
        || "([{".indexOf(line.isEmpty() ? '(' : line.charAt(0)) >= 0
        || !WORDS.matcher(line).matches()
        || readable(line)) {
      return null;
    }
    List<Candidate> places = new ArrayList<>();
    new Page(line).numbers(places, new Budget(100_000, 1_000_000_000L));
    Candidate last = null;
    for (Candidate place : places) {
      if (last == null || place.end() > last.end()) {
        last = place;
      }
    }
    return last == null ? null : last.percent() ? last.text() + "%" : last.text();
  }

  /** A clean reference: the whole text, or its box. */
  Extraction reference() {
    if (Grader.isQuotedList(text.strip())) {
      return new Extraction(text.strip(), Source.WHOLE);
    }
    String boxed = lastBoxes();
    if (boxed != null) {
      return new Extraction(boxed, Source.BOXED);
    }
    int hashes = text.lastIndexOf("####");
    if (hashes >= 0) {
      return new Extraction(line(hashes + 4), Source.HASHES);
    }
    return new Extraction(unmarked(text.strip()), Source.WHOLE);
  }

  private static boolean readable(String text) {
    try {
      Node node = Parser.parse(Lexer.spelledOut(text));
      return !Trees.contains(node, n -> n instanceof Node.Text)
          || node instanceof Node.Text
          || text.length() < 30;
    } catch (ParseFailure e) {
      return false;
    }
  }

  private String line(int from) {
    int end = text.indexOf('\n', from);
    return unmarked(text.substring(from, end < 0 ? text.length() : end).strip());
  }

  /** What a phrase announces: the mathematics that follows it at once, or its sentence. */
  private String phrase(int from) {
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      if (piece.start() >= from) {
        if (BEFORE_ANSWER.matcher(text.substring(from, piece.start())).matches()) {
          String after = text.substring(piece.end(), Math.min(text.length(), piece.end() + 12));
          Matcher percent = PERCENT.matcher(after);
          return forward(i) + (percent.lookingAt() ? "%" : "");
        }
        break;
      }
    }
    int start = from;
    while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    int end = text.indexOf('\n', start);
    String line = text.substring(start, end < 0 ? text.length() : end);
    Matcher sentence = SENTENCE_END.matcher(line);
    if (sentence.find()) {
      line = line.substring(0, sentence.start());
    }
    line = HOPE.matcher(line).replaceFirst("");
    String found = unmarked(line.replace("**", "").strip());
    found = HEDGE.matcher(found).replaceFirst("");
    String number = Clock.reads(found) ? null : lastNumber(found);
    if (number != null && Character.isLetter(found.charAt(0))) {
      return number;
    }
    return found.endsWith(".") && found.length() > 1
        ? found.substring(0, found.length() - 1).strip()
        : found;
  }

  /** Piece {@code i} and those that are joined to it by "and", "or" or a comma. */
  private String forward(int i) {
    StringBuilder all = new StringBuilder(pieces.get(i).content().strip());
    for (int j = i + 1; j < pieces.size() && j < i + JOINED; j++) {
      if (!connects(pieces.get(j - 1).end(), pieces.get(j).start())) {
        break;
      }
      all.append(", ").append(pieces.get(j).content().strip());
    }
    return all.toString();
  }

  private String joined(int last) {
    int first = last;
    while (first > 0
        && last - first < JOINED - 1
        && connects(pieces.get(first - 1).end(), pieces.get(first).start())) {
      first--;
    }
    return forward(first);
  }

  private boolean connects(int end, int start) {
    return start >= end
        && start - end <= 12
        && CONNECTOR.matcher(text.substring(end, start)).matches();
  }

  // ---- marked mathematics

  private List<Piece> pieces() {
    List<Piece> found = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int end = -1;
      int open = 1;
      int close = 1;
      if (c == '$' && !escaped(at)) {
        if (text.startsWith("$$", at)) {
          open = 2;
          close = 2;
          end = closing("$$", at + 2);
          if (end == at + 2) {
            end = -1;
          }
        } else if (at == 0 || !Lexer.isDigit(text.charAt(at - 1))) {
          end = closingInline(at + 1);
        }
      } else if (c == '\\' && at + 1 < text.length() && !escaped(at)) {
        char d = text.charAt(at + 1);
        open = 2;
        close = 2;
        if (d == '[') {
          end = text.indexOf("\\]", at + 2);
        } else if (d == '(') {
          end = text.indexOf("\\)", at + 2);
          if (end >= 0 && text.substring(at, end).indexOf('\n') >= 0) {
            end = -1;
          }
        } else if (text.startsWith("\\begin{align", at)
            || text.startsWith("\\begin{equation", at)
            || text.startsWith("\\begin{gather", at)) {
          int name = text.indexOf('}', at);
          String environment = name < 0 ? "" : text.substring(at + 7, name);
          int finish = text.indexOf("\\end{" + environment + "}", at);
          if (finish >= 0) {
            int stop = finish + environment.length() + 6;
            found.add(new Piece(at, stop, text.substring(at, stop)));
            at = stop;
            continue;
          }
        } else if (text.startsWith("\\frac{", at)) {
          Matcher fraction = BARE_FRACTION.matcher(text);
          fraction.region(at, Math.min(text.length(), at + 200));
          if (fraction.lookingAt()) {
            int free = found.isEmpty() ? 0 : found.getLast().end();
            int start = at;
            while (start > free && at - start < 9 && Lexer.isDigit(text.charAt(start - 1))) {
              start--;
            }
            if (start > 0 && (text.charAt(start - 1) == '.' || text.charAt(start - 1) == ',')) {
              start = at;
            }
            if (start > free && text.charAt(start - 1) == '-') {
              start--;
            }
            found.add(new Piece(start, fraction.end(), text.substring(start, fraction.end())));
            at = fraction.end();
            continue;
          }
        }
      }
      if (end < 0) {
        at++;
        continue;
      }
      found.add(new Piece(at, end + close, text.substring(at + open, end)));
      at = end + close;
    }
    return found;
  }

  private boolean escaped(int at) {
    return at > 0 && text.charAt(at - 1) == '\\';
  }

  private int closing(String sign, int from) {
    int end = text.indexOf(sign, from);
    while (end > 0 && text.charAt(end - 1) == '\\') {
      end = text.indexOf(sign, end + 1);
    }
    return end;
  }

  private int closingInline(int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        return -1;
      }
      if (c == '$' && text.charAt(i - 1) != '\\') {
        return i > from ? i : -1;
      }
    }
    return -1;
  }

  /** The text without the signs that mark mathematics. */
  static String unmarked(String text) {
    String plain = text;
    if (plain.length() > 4
        && plain.startsWith("**")
        && plain.indexOf("**", 2) == plain.length() - 2) {
      plain = plain.substring(2, plain.length() - 2);
    }
    if (plain.indexOf('$') >= 0) {
      int dollars = 0;
      for (int i = 0; i < plain.length(); i++) {
        if (plain.charAt(i) == '$' && (i == 0 || plain.charAt(i - 1) != '\\')) {
          dollars++;
        }
      }
      Page page = new Page(plain);
      if (dollars % 2 == 0 && !page.pieces.isEmpty()) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (Piece piece : page.pieces) {
          out.append(plain, at, piece.start());
          out.append(' ').append(piece.content()).append(' ');
          at = piece.end();
        }
        plain = out.append(plain, at, plain.length()).toString().strip();
      }
    }
    plain = plain.replace("\\(", " ").replace("\\)", " ");
    if (plain.startsWith("\\[") || plain.endsWith("\\]")) {
      plain = plain.replace("\\[", " ").replace("\\]", " ");
    }
    return plain.strip();
  }

  // ---- boxes

  private @Nullable String lastBoxes() {
    List<Piece> boxes = boxes(0, text.length());
    if (boxes.isEmpty()) {
      return null;
    }
    int first = boxes.size() - 1;
    while (first > 0
        && boxes.size() - first < 10
        && boxesConnect(boxes.get(first - 1).end(), boxes.get(first).start())) {
      first--;
    }
    StringBuilder all = new StringBuilder();
    for (Piece box : boxes.subList(first, boxes.size())) {
      all.append(all.isEmpty() ? "" : ", ").append(box.content().strip());
    }
    int end = boxes.getLast().end();
    Matcher percent = PERCENT.matcher(text);
    percent.region(Math.min(text.length(), skipDollar(end)), text.length());
    return all + (percent.lookingAt() ? "\\%" : "");
  }

  private int skipDollar(int at) {
    return at < text.length() && text.charAt(at) == '$' ? at + 1 : at;
  }

  private boolean boxesConnect(int end, int start) {
    if (start < end || start - end > 30) {
      return false;
    }
    String between = text.substring(end, start);
    return BOX_CONNECTOR.matcher(between).matches()
        && between.indexOf('\n') < 0
        && !between.isBlank();
  }

  /** Outermost boxes with their content; one that is never closed runs to the end. */
  private List<Piece> boxes(int from, int to) {
    List<Piece> found = new ArrayList<>();
    int at = from;
    while (true) {
      int box = text.indexOf("\\boxed", at);
      int framed = text.indexOf("\\fbox", at);
      if (framed >= 0 && (box < 0 || framed < box)) {
        box = framed;
      }
      if (box < 0 || box >= to) {
        return found;
      }
      int open = box + (text.startsWith("\\boxed", box) ? 6 : 5);
      while (open < to && text.charAt(open) == ' ') {
        open++;
      }
      if (open >= to || text.charAt(open) != '{') {
        at = open;
        if (open < to && !Character.isWhitespace(text.charAt(open))) {
          found.add(new Piece(box, open + 1, text.substring(open, open + 1)));
        }
        continue;
      }
      int depth = 0;
      int end = open;
      for (; end < text.length(); end++) {
        char c = text.charAt(end);
        if (c == '\\') {
          end++;
        } else if (c == '{') {
          depth++;
        } else if (c == '}' && --depth == 0) {
          break;
        }
      }
      boolean closed = end < text.length();
      int close = Math.min(end, text.length());
      String content = text.substring(open + 1, close);
      if (!closed) {
        int dollar = content.indexOf('$');
        content = dollar >= 0 ? content.substring(0, dollar) : content;
      }
      found.add(new Piece(Math.max(0, box), closed ? close + 1 : close, innermost(content)));
      at = closed ? close + 1 : text.length();
    }
  }

  private static String innermost(String content) {
    String inner = content;
    for (int i = 0; i < 5; i++) {
      String stripped = inner.strip();
      if (stripped.startsWith("\\boxed{") && stripped.endsWith("}")) {
        inner = stripped.substring(7, stripped.length() - 1);
      }
    }
    return unmarked(inner);
  }

  // ---- Math-Verify's order

  /**
   * The places from which Math-Verify would read, best first: "final answer is … I hope"; "final
   * answer … is" and boxes; "answer:"; "answer"; anything. Within a rank the rightmost end wins,
   * then the leftmost start.
   */
  List<Candidate> mathVerifyOrder(Set<Policy.Target> targets, Budget budget) {
    boolean latex = targets.contains(Policy.Target.LATEX);
    boolean expression = targets.contains(Policy.Target.EXPRESSION);
    List<Candidate> places = new ArrayList<>();
    if (latex) {
      for (int i = 0; i < pieces.size(); i++) {
        budget.spend(4);
        places.add(piece(i));
      }
    }
    if (expression) {
      numbers(places, budget);
    }
    List<List<Candidate>> ranks = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ranks.add(new ArrayList<>());
    }
    Matcher finals = FINAL_ANSWER.matcher(text);
    while (finals.find()) {
      budget.spend(1 + places.size() / 8);
      for (Candidate place : places) {
        int gap = place.start() - finals.end();
        if (gap >= -1
            && gap <= 1
            && text.substring(finals.end(), Math.max(finals.end(), place.start())).isBlank()) {
          String after = text.substring(place.end(), Math.min(text.length(), place.end() + 10));
          boolean hope = after.matches("(?s)\\.?\\s?I hope.*");
          ranks.get(hope ? 0 : 1).add(as(place, Source.FINAL_ANSWER));
        }
      }
    }
    if (latex) {
      boxed(ranks.get(1));
    }
    String small = text.toLowerCase(Locale.ROOT);
    for (int at = small.indexOf("answer"); at >= 0; at = small.indexOf("answer", at + 6)) {
      boolean colon = at + 6 < small.length() && small.charAt(at + 6) == ':';
      int from = colon ? at + 7 : at + 6;
      Candidate nearest = null;
      budget.spend(1 + places.size() / 8);
      for (Candidate place : places) {
        if (place.start() >= from
            && place.start() <= from + 50
            && (nearest == null
                || place.start() < nearest.start()
                || (place.start() == nearest.start() && place.end() > nearest.end()))) {
          nearest = place;
        }
      }
      if (nearest != null) {
        ranks.get(colon ? 2 : 3).add(as(nearest, Source.ANSWER_PHRASE));
      }
    }
    whole(ranks.get(4), expression);
    ranks.get(4).addAll(places);
    List<Candidate> order = new ArrayList<>();
    for (List<Candidate> rank : ranks) {
      rank.sort(
          Comparator.comparingInt(Candidate::end).reversed().thenComparingInt(Candidate::start));
      order.addAll(rank);
    }
    return order;
  }

  private static Candidate as(Candidate place, Source source) {
    return new Candidate(
        place.text(), source, place.start(), place.end(), place.marked(), place.percent());
  }

  private Candidate piece(int i) {
    int last = i;
    while (last + 1 < pieces.size()
        && last - i < JOINED - 1
        && connects(pieces.get(last).end(), pieces.get(last + 1).start())) {
      last++;
    }
    StringBuilder all = new StringBuilder();
    for (Piece each : pieces.subList(i, last + 1)) {
      all.append(all.isEmpty() ? "" : ", ").append(boxContents(each.content()).strip());
    }
    int end = pieces.get(last).end();
    Matcher percent = PERCENT.matcher(text).region(end, text.length());
    boolean follows = percent.lookingAt();
    return new Candidate(
        all.toString(),
        Source.LAST_MATHEMATICS,
        pieces.get(i).start(),
        follows ? percent.end() : end,
        true,
        follows);
  }

  /** The content of all boxes inside, or the text itself where there are none. */
  private static String boxContents(String content) {
    List<Piece> boxes = new Page(content, List.of()).boxes(0, content.length());
    if (boxes.isEmpty()) {
      return content;
    }
    StringBuilder all = new StringBuilder();
    for (Piece box : boxes) {
      all.append(all.isEmpty() ? "" : ", ").append(box.content().strip());
    }
    return all.toString();
  }

  private Page(String text, List<Piece> pieces) {
    this.text = text;
    this.pieces = pieces;
  }

  private void boxed(List<Candidate> rank) {
    for (int i = 0; i < pieces.size(); i++) {
      if (pieces.get(i).content().contains("\\boxed")) {
        // The leftmost of joined pieces with boxes; the sort prefers it.
        rank.add(as(piece(i), Source.BOXED));
      }
    }
    String last = lastBoxes();
    if (last != null && rank.isEmpty()) {
      rank.add(new Candidate(last, Source.BOXED, 0, text.length(), true, false));
    }
  }

  /** A text without marks that reads as mathematics as a whole. */
  private void whole(List<Candidate> rank, boolean expression) {
    String plain = text.strip();
    if (!pieces.isEmpty()
        || plain.length() > 200
        || plain.contains("\\boxed")
        || GROUPED.matcher(plain).matches()
        || plain.matches("[$€£¥]?-?[0-9]*[.,]?[0-9]+")) {
      return;
    }
    if (!expression && !plain.startsWith("\\") && !plain.contains("{")) {
      return;
    }
    try {
      Node node = Parser.parse(Lexer.spelledOut(plain));
      if (!Trees.contains(node, n -> n instanceof Node.Text) && !(node instanceof Node.Quantity)) {
        rank.add(new Candidate(plain, Source.WHOLE, 0, text.length() + 1, true, false));
      }
    } catch (ParseFailure e) {
      // Not mathematics as a whole: its numbers are taken instead.
      return;
    }
  }

  /** Numbers and numeric expressions after a space, a line's start or an equals sign. */
  private void numbers(List<Candidate> places, Budget budget) {
    Matcher number = NUMBER.matcher(text);
    int at = 0;
    while (at < text.length()) {
      boolean anchor =
          at == 0 || Character.isWhitespace(text.charAt(at - 1)) || text.charAt(at - 1) == '=';
      if (!anchor) {
        at++;
        continue;
      }
      budget.spend(1);
      int start = at;
      while (text.startsWith("**", start)) {
        start += 2;
      }
      int expression = expressionEnd(start);
      if (expression > 0) {
        places.add(
            new Candidate(
                text.substring(start, expression).replace('\n', ' ').strip(),
                Source.LAST_NUMBER,
                start,
                expression,
                false,
                false));
      }
      int digits = start;
      if (text.startsWith("\\$", digits)) {
        digits++;
      }
      if (digits < text.length() && Lexer.CURRENCIES.indexOf(text.charAt(digits)) >= 0) {
        digits++;
      }
      number.region(digits, text.length());
      number.useTransparentBounds(true);
      if (number.lookingAt()) {
        String found = number.group();
        boolean percent = number.group(1) != null;
        String value = percent ? found.substring(0, number.start(1) - number.start()) : found;
        places.add(
            new Candidate(
                plainNumber(value), Source.LAST_NUMBER, start, number.end(), false, percent));
        at = Math.max(at + 1, number.end());
      } else {
        at++;
      }
    }
  }

  /** Digits with thousands separators removed and a decimal comma as a point. */
  static String plainNumber(String number) {
    String value = number.strip();
    if (GROUPED.matcher(value).matches()) {
      return value.replaceAll("[ ,]", "");
    }
    return value.replace(',', '.');
  }

  /** The end of the numeric expression that starts here, or -1. */
  private int expressionEnd(int start) {
    int at = start;
    while (at < text.length() && at < start + 3 && "-(".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (at >= text.length() || !Lexer.isDigit(text.charAt(at))) {
      return -1;
    }
    // One scan serves all starts inside the run.
    if (start >= runEnd) {
      runEnd = at;
      while (runEnd < text.length()
          && "0123456789. \n\t+-*×/^()÷".indexOf(text.charAt(runEnd)) >= 0) {
        runEnd++;
      }
    }
    int end = runEnd;
    if (end - start > 300) {
      return -1;
    }
    boolean stop =
        end == text.length()
            || ",:$".indexOf(text.charAt(end)) >= 0
            || Character.isWhitespace(text.charAt(end - 1))
            || text.charAt(end - 1) == '.';
    if (!stop) {
      return -1;
    }
    while (end > start
        && (Character.isWhitespace(text.charAt(end - 1)) || text.charAt(end - 1) == '.')) {
      end--;
    }
    if (end == start || "+-*×/^÷(".indexOf(text.charAt(end - 1)) >= 0) {
      return -1;
    }
    for (int i = start + 1; i < end; i++) {
      if ("+-*×/^÷)".indexOf(text.charAt(i)) >= 0) {
        return end;
      }
    }
    return -1;
  }
}

package dev.tusk.engine;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells what is no question for a program: what is no mathematics, and what asks for a proof. Rules
 * of Tusk's own on the text alone, made to let everything through that may be mathematics;
 * docs/engine.md has them in words, with what they let through and hold back by mistake.
 */
final class Screening {
  /** Why a question is not put to the model. */
  record Outside(Answer.Reason reason, String detail) {}

  /** A number that is not just a year, or a sign that only formulas have. */
  private static final Pattern FORMULA =
      Pattern.compile(
          "(?<![\\d.,])(?!(?:1[0-9]|20)\\d\\d\\b(?![.,]\\d|\\s*%))\\d"
              + "|[=<>^√π∫∑∞≤≥×÷]|\\\\[a-zA-Z]+|[a-zA-Z0-9)]\\s?[+*/]\\s?[a-zA-Z0-9(]|\\b[a-z]\\([a-z]\\)");

  private static final Pattern YEAR = Pattern.compile("\\b(?:1[0-9]|20)\\d\\d\\b");

  private static final Pattern NUMBER_WORD =
      Pattern.compile(
          "\\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
              + "|sixteen|seventeen|eighteen|nineteen|twenty|\\w+teenth|\\w+tieth|thirty|forty|fifty|sixty|seventy|eighty"
              + "|ninety|hundreds?|thousands?|millions?|billions?|half|halves|twice|thrice|doubled?"
              + "|triple[ds]?|dozens?|patterns?|thirds?|fourths?|fifths?|quarters?|percent(?:age)?|zero)\\b");

  private static final Pattern VOCABULARY =
      Pattern.compile(
          "\\b(?:how (?:many|much|long|far|fast|tall|old|often|large|big|wide|deep)|numbers?|numerals?"
              + "|digits?|integers?|sums?|totals?|altogether|average|mean|median|mode|variance|deviation"
              + "|probabilit\\w+|odds|chances?|random\\w*|dice|coins?|equations?|inequalit\\w+|expressions?"
              + "|polynomials?|functions?|graphs?|slopes?|intercepts?|asymptotes?|derivatives?|integrals?"
              + "|limits?|series|sequences?|progressions?|matri\\w+|determinants?|vectors?|eigen\\w+"
              + "|triangles?|squares?|squared|rectang\\w+|circles?|circumference|radius|radii|diameters?"
              + "|polygons?|pentagons?|hexagons?|octagons?|trapez\\w+|parallelograms?|rhombus|quadrilaterals?"
              + "|cubes?|cubic|cylinders?|cones?|spheres?|pyramids?|prisms?|ellipses?|parabolas?|hyperbolas?"
              + "|angles?|degrees?|radians?|area|perimeter|volume|surface|lengths?|widths?|heights?|distances?"
              + "|ratios?|proportions?|fractions?|decimals?|primes?|composites?|divis\\w+|divid\\w+|quotients?"
              + "|remainders?|multipl\\w+|products?|factors?|factorials?|powers?|exponents?|logarithms?|logs?"
              + "|roots?|sine|cosine|tangent|sin|cos|tan|sets?|subsets?|union|intersection|groups?|subgroups?"
              + "|rings?|fields?|homomorphism|isomorphi\\w+|topolog\\w+|metric|convex|continuous|converge\\w*"
              + "|calculat\\w+|comput\\w+|evaluat\\w+|solve|simplif\\w+|differen\\w+|subtract\\w*|add(?:ed|s|ing)?"
              + "|plus|minus|equals?|equivalent|greater|smaller|larger|less|more|fewer|least|most|maximum"
              + "|minimum|estimate\\w*|round(?:ed)?|permutations?|combinations?|arrange\\w*|ways|coordinates?"
              + "|axis|axes|quadrants?|symmetr\\w+|congruen\\w+|geometr\\w+|algebra\\w*|arithmetic\\w*|theorems?"
              + "|conjectures?|lemmas?|mathemati\\w+|modulo|congruence|binary|bases?|units?|prices?|costs?|profits?"
              + "|interest|speeds?|rates?|weights?|mass|density|statistic\\w*|samples?|hypothes\\w+|correlat\\w+"
              + "|regression|distributions?|quantit\\w+|values?|variables?|constants?|lines?|planes?|points?"
              + "|moles?|molecul\\w+|accelerat\\w+|velocit\\w+|force|friction|temperatures?|attracts?|gravit\\w+"
              + "|resistance|voltage|currents?|energy)\\b");

  /** Something to be written or told that is not an answer. */
  private static final Pattern WRITING =
      Pattern.compile(
          "^(?:hi|hello|hey|please|ok|okay|now|so|,|!|\\s|can you|could you|would you|will you|i want you"
              + " to|i need you to|help me(?: to)?){0,20}"
              + "(?:write|compose|draft|tell|sing|translate|summari[sz]e|recommend|suggest|describe|create"
              + "|generate|give|make|paint|draw)\\b[^.?!]{0,60}?\\b"
              + "(?:poems?|poetry|haikus?|sonnets?|limericks?|story|stories|tales?|novels?|essays?|songs?|lyrics"
              + "|jokes?|letters?|e-?mails?|recipes?|summary|paragraphs?|articles?|speech|toast|blog|tweets?"
              + "|advice|biography|dialogue|screenplay|slogan|greetings?|invitation|into (?:french|german|spanish"
              + "|italian|english|latin|chinese|japanese))\\b");

  private static final Pattern TRIVIA =
      Pattern.compile(
          "^(?:who|whom|whose|where|when|why|what (?:is|was|are|were|do|does|did|happened)|which|tell me"
              + "|name|is|are|do|does|did|should|can|could|would|will|how (?:do|does|did|can|could|should)"
              + " (?:i|you|we|one|people))\\b");

  private static final Pattern ASKS_PROOF =
      Pattern.compile(
          "(?:^|[.;:?!,]\\s|\\n ?)(?:please |can you |could you |then |and |also |hence |\\([a-d]\\) ?){0,6}"
              + "(?:(?:prove|disprove)\\b(?! (?:to be|very|useful))|show (?:that|why|directly)\\b"
              + "|demonstrate that\\b|(?:give|write|find|provide|sketch|present) (?:me )?(?:a|the|another|an?"
              + " \\w+) (?:dis)?proof\\b|verify that\\b)");

  private static final Pattern ASKS_VALUE =
      Pattern.compile(
          "\\?|(?:^|[.;:,]\\s|\\n ?|\\b(?:and|then|to|also) )(?:find|compute|determine|evaluate|calculate"
              + "|solve|give|express|what|how|which)\\b(?! (?:me )?(?:a|the|another|an? \\w+) (?:dis)?proof)");

  /** A request that ends in a question mark all the same. */
  private static final Pattern POLITE =
      Pattern.compile(
          "(?:can|could|would|will) (?:you|we|i|someone)\\b[^.?!]{0,200}?\\b(?:dis)?pro(?:ve|of)\\b[^.?!]{0,1000}\\?");

  /** Letters of a question that are looked at; no benchmark's question has more. */
  private static final int LONGEST = 20_000;

  private Screening() {}

  static Optional<Outside> of(Question question) {
    if (question.text().isBlank()) {
      return Optional.of(notMathematics("the question is blank"));
    }
    String stem = question.stem().strip();
    String text =
        stem.substring(0, Math.min(stem.length(), LONGEST))
            .toLowerCase(java.util.Locale.ROOT)
            .replaceAll("[ \\t]+", " ");
    if (ASKS_PROOF.matcher(text).find()
        && !ASKS_VALUE.matcher(POLITE.matcher(text).replaceAll("")).find()) {
      return Optional.of(
          new Outside(
              Answer.Reason.PROOF_NOT_SUPPORTED,
              "it asks for a proof, and a program that prints a value proves nothing"));
    }
    if (WRITING.matcher(text).find()) {
      return Optional.of(notMathematics("it asks for a text, not for an answer"));
    }
    if (question.isChoice() || FORMULA.matcher(text).find()) {
      return Optional.empty();
    }
    boolean words = List.of(NUMBER_WORD, VOCABULARY).stream().anyMatch(p -> p.matcher(text).find());
    if (words) {
      return Optional.empty();
    }
    return !YEAR.matcher(text).find() || TRIVIA.matcher(text).find()
        ? Optional.of(notMathematics("it has no number, formula or word of mathematics"))
        : Optional.empty();
  }

  private static Outside notMathematics(String detail) {
    return new Outside(
        Answer.Reason.NOT_A_MATHS_QUESTION, "not a question of mathematics: " + detail);
  }
}

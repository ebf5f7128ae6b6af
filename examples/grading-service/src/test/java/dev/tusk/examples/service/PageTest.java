package dev.tusk.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The page in a headless Chromium; screenshots go to target/screenshots. */
class PageTest {
  private static final Path MODEL = Path.of("..", "demo-model", "checkpoint");
  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final String DONE = "document.getElementById('result').dataset.done";
  private static final String RESULT = "document.getElementById('result').textContent";

  @TempDir(cleanup = CleanupMode.NEVER)
  private static Path folder;

  private static @Nullable GradingService service;
  private static @Nullable Browser browser;

  @BeforeAll
  static void open() throws Exception {
    Optional<Path> program = Browser.installed();
    assumeTrue(program.isPresent(), "no Chromium on the PATH: the page is not tested");
    Files.createDirectories(PICTURES);
    service =
        GradingService.start(
            Settings.defaults().toBuilder()
                .address("127.0.0.1", 0)
                .model(MODEL)
                .workers(1)
                .build());
    browser = Browser.open(program.get(), folder, 1200, 800);
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
    if (service != null) {
      service.close();
    }
  }

  private static Browser page() {
    Browser open = browser;
    GradingService serving = service;
    if (open == null || serving == null) {
      throw new IllegalStateException("not open");
    }
    open.open(
        "http://127.0.0.1:" + serving.port() + "/",
        "document.body && document.body.dataset.loaded");
    return open;
  }

  private static void ask(Browser page, String form, String... fields) {
    page.evaluate("document.getElementById('tab-%s').click()".formatted(form));
    for (int i = 0; i < fields.length; i += 2) {
      page.evaluate(
          "{const f = document.getElementById('%s'); f.value = %s; f.dispatchEvent(new Event('input'))}"
              .formatted(fields[i], TextNode.valueOf(fields[i + 1])));
    }
    page.evaluate("document.querySelector('#form-%s button.go').click()".formatted(form));
    page.await(DONE);
  }

  @Test
  void showsAnAnswerWithItsProgramVerdictAndEvidence() throws Exception {
    Browser page = page();
    ask(page, "solve", "question", "A rectangle has length 12 and width 7. What is its area?");
    page.screenshot(PICTURES.resolve("solve.png"));
    assertThat(page.evaluate(RESULT).asText())
        .contains("84", "confirmed", "print(area)", "Evidence", "demonstration checkpoint");
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void rendersMathematics() throws Exception {
    Browser page = page();
    String program =
        "from sympy import symbols, solve\n\nx = symbols('x')\nprint(solve(x**2 - 3*x + 1, x))\n";
    ask(page, "check", "program", program);
    // The README shows a worker that has sympy already.
    ask(page, "check", "program", program);
    page.screenshot(PICTURES.resolve("check.png"));
    assertThat(page.evaluate("document.querySelectorAll('#result math msqrt').length").asInt())
        .isGreaterThanOrEqualTo(2);
    assertThat(page.evaluate("document.querySelectorAll('#result math mfrac').length").asInt())
        .isGreaterThanOrEqualTo(2);
    ask(page, "grade", "gold", "\\frac{\\sqrt{3}}{2}", "pred", "It is $\\sqrt{0.75}$.");
    page.screenshot(PICTURES.resolve("grade.png"));
    assertThat(page.evaluate(RESULT).asText()).contains("equivalent");
    assertThat(page.evaluate("document.querySelectorAll('#gold-preview math').length").asInt())
        .isEqualTo(1);
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void runsNothingThatAProgramPrints() throws Exception {
    Browser page = page();
    String attack = "<img src=x onerror=\"window.pwned=1\"><script>window.pwned=1</script>";
    for (String program :
        List.of(
            "print('''%s''')".formatted(attack),
            "raise ValueError('''%s''')".formatted(attack),
            "print(r'\\href{javascript:window.pwned=1}{x} \\htmlData{x=y}{z}')")) {
      ask(page, "check", "program", program);
      assertThat(page.evaluate("typeof window.pwned").asText()).isEqualTo("undefined");
      assertThat(
              page.evaluate(
                      "document.querySelectorAll('#result img, #result script, #result a').length")
                  .asInt())
          .isZero();
    }
    ask(page, "check", "program", "print('''%s''')".formatted(attack));
    assertThat(page.evaluate(RESULT).asText()).contains("<img src=x");
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void showsWhatWentWrong() throws Exception {
    Browser page = page();
    ask(page, "check", "program", "print(1 / 0)");
    page.screenshot(PICTURES.resolve("raised.png"));
    assertThat(page.evaluate(RESULT).asText()).contains("raised", "ZeroDivisionError, line 1");
    ask(page, "solve", "question", " ");
    assertThat(page.evaluate(RESULT).asText())
        .containsIgnoringCase("malformed request")
        .contains("question is empty");
  }
}

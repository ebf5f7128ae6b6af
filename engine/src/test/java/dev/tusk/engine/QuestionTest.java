package dev.tusk.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuestionTest {
  @Test
  void findsTheOptionsThatAreWrittenBehindIt() {
    assertThat(
            Question.of("How many?\nAnswer Choices: (A) 5(√3 + 1) (B) (C + 1) (C) None").options())
        .containsExactly("5(√3 + 1)", "(C + 1)", "None");
    assertThat(Question.of("How many?\nOptions: A) one B) two").options())
        .containsExactly("one", "two");
    assertThat(Question.of("Is A) or B) right?").isChoice()).isFalse();
    assertThat(Question.of("Why?\nAnswer Choices: (A) alone").isChoice()).isFalse();
  }

  @Test
  void readsBackWhatItWrote() {
    Question written = Question.choice("What is 5 + 7?", List.of("11", "12"));

    assertThat(Question.of(written.text())).isEqualTo(written);
    assertThat(written.stem()).isEqualTo("What is 5 + 7?");
  }

  @Test
  void refusesTooManyOptions() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Question("?", Collections.nCopies(11, "x")))
        .withMessageContaining("from 2 to 10");
  }

  @Test
  void readsValuesAsPythonPrintsThem() {
    assertThat(AnswerValue.parse("84")).isEqualTo(new AnswerValue.Whole(BigInteger.valueOf(84)));
    assertThat(AnswerValue.parse("-1,234")).isEqualTo(AnswerValue.parse("-1234"));
    assertThat(AnswerValue.parse("6/4")).isEqualTo(AnswerValue.parse("3/2"));
    assertThat(AnswerValue.parse("4/2")).isEqualTo(AnswerValue.parse("2"));
    assertThat(AnswerValue.parse("1/0")).isEqualTo(new AnswerValue.Text("1/0"));
    assertThat(AnswerValue.parse("1e-05"))
        .isEqualTo(new AnswerValue.Decimal(new BigDecimal("1e-05")));
    assertThat(AnswerValue.parse("True")).isEqualTo(new AnswerValue.Truth(true));
    assertThat(AnswerValue.parse("[1, 0.5, x]"))
        .isEqualTo(
            new AnswerValue.Listing(
                List.of(
                    AnswerValue.parse("1"), AnswerValue.parse("0.5"), new AnswerValue.Text("x"))));
    assertThat(AnswerValue.parse("()")).isEqualTo(new AnswerValue.Listing(List.of()));
    assertThat(AnswerValue.parse("{1: 2}")).isInstanceOf(AnswerValue.Text.class);
    assertThat(AnswerValue.parse("9".repeat(50_000))).isInstanceOf(AnswerValue.Text.class);
  }

  @Test
  void addsOnlyImportsThatAreMissing() {
    assertThat(Imports.missing("print(math.pi)", Method.tusk().imports()))
        .isEqualTo("import math\n");
    assertThat(Imports.missing("import math\nprint(math.pi)", Method.tusk().imports())).isEmpty();
    assertThat(Imports.missing("factor = 3\nprint(factor)", Method.tusk().imports())).isEmpty();
    assertThat(Imports.missing("x = symbols('x')\nprint(solve(x - 1))", Method.tusk().imports()))
        .isEqualTo("from sympy import solve\nfrom sympy import symbols\n");
    assertThat(Imports.missing("print(x.factor)", Method.tusk().imports())).isEmpty();
    assertThat(Imports.missing("print(math.pi)", Method.mammoth().imports())).isEmpty();
  }
}

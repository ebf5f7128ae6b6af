package dev.tusk.examples.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.code.CodeExecutionEngine;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.tusk.engine.Tusk;
import dev.tusk.sandbox.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LangChain4jTest {
  /** Asks for the tool with one program, then answers with what the tool said. */
  private static final class ScriptedModel implements ChatModel {
    private final String program;
    private final List<ChatRequest> requests = new ArrayList<>();

    ScriptedModel(String program) {
      this.program = program;
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
      requests.add(request);
      AiMessage message =
          request.messages().getLast() instanceof ToolExecutionResultMessage result
              ? AiMessage.from("The tool says: " + result.text())
              : AiMessage.from(
                  ToolExecutionRequest.builder()
                      .id("1")
                      .name("run_python")
                      .arguments("{\"program\": \"" + program.replace("\n", "\\n") + "\"}")
                      .build());
      return ChatResponse.builder().aiMessage(message).build();
    }
  }

  private interface Assistant {
    String chat(String question);
  }

  @Test
  void aModelGetsTheVerdictOnItsProgram() {
    try (Tusk tusk = Tusk.builder().workers(1).build()) {
      var exact = new ScriptedModel("print(sum(range(101)))");
      var floats = new ScriptedModel("print(0.1 * 3)");
      var raising = new ScriptedModel("x = 0\nprint(1 / x)");

      assertThat(ask(exact, tusk)).isEqualTo("The tool says: 5050\nverdict: CONFIRMED");
      assertThat(ask(floats, tusk)).contains("0.30000000000000004", "verdict: FLOAT_ARTEFACT");
      assertThat(ask(raising, tusk))
          .contains("ZeroDivisionError", "(line 2)")
          .doesNotContain("verdict");
      assertThat(exact.requests.getFirst().toolSpecifications())
          .singleElement()
          .satisfies(tool -> {
            assertThat(tool.name()).isEqualTo("run_python");
            assertThat(tool.description()).contains("verdict");
            assertThat(tool.parameters().required()).containsExactly("program");
          });
    }
  }

  private static String ask(ChatModel model, Tusk tusk) {
    return AiServices.builder(Assistant.class)
        .chatModel(model)
        .tools(new VerifiedPythonTool(tusk))
        .build()
        .chat("What is the sum of the numbers from 1 to 100?");
  }

  @Test
  void runsCodeWithinItsLimits() {
    Limits limits =
        Limits.defaults().toBuilder().wall(Duration.ofSeconds(1)).heapBytes(64L << 20).build();
    try (var engine = TuskCodeExecutionEngine.of(limits)) {
      CodeExecutionEngine langchain = engine;

      assertThat(langchain.execute("print('a')\nprint(6 * 7)")).isEqualTo("a\n42\n");
      assertThat(langchain.execute("while True: pass")).contains("stopped");
      assertThat(langchain.execute("x = [0] * 10**9\nprint(len(x))"))
          .matches("(?s).*(MemoryError|stopped).*");
      assertThat(langchain.execute("print(open('/etc/passwd').read())")).contains("Error");
      assertThat(langchain.execute("print(")).contains("SyntaxError", "(line 1)");
      assertThat(langchain.execute("print(2 + 2)")).as("after all that").isEqualTo("4\n");
    }
  }
}

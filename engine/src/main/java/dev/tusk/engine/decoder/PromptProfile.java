package dev.tusk.engine.decoder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * How a checkpoint wants to be asked, and what to make of its answers. It belongs to the
 * checkpoint: its folder's {@code tusk.json} declares it, and a folder without that file is taken
 * for a MAmmoTH.
 *
 * @param label what the checkpoint is, for people
 * @param demonstration whether the checkpoint is for demonstration only
 * @param program the frame that asks for a program (program of thought)
 * @param reasoning the frame that asks for an answer in prose (chain of thought)
 * @param choice the frame that asks for an answer in prose to a question with choices
 * @param choiceProgram the frame that asks for a program for a question with choices
 * @param stopStrings the text before the first of these is the answer
 * @param declineBelow the mean token probability below which an answer is better withheld
 * @param reasoningAnswers whether an answer in prose may be shown as an answer; no for a checkpoint
 *     that cannot calculate in prose
 */
public record PromptProfile(
    String label,
    boolean demonstration,
    PromptFrame program,
    PromptFrame reasoning,
    PromptFrame choice,
    PromptFrame choiceProgram,
    List<String> stopStrings,
    OptionalDouble declineBelow,
    boolean reasoningAnswers) {
  private static final String INSTRUCTION =
      "Below is an instruction that describes a task. Write a response that appropriately completes"
          + " the request.\n\n### Instruction:\n";
  private static final String RESPONSE = "\n\n### Response:";

  /**
   * MAmmoTH's own frames and stop strings, as its evaluation code has them (the {@code alpaca} and
   * {@code alpaca_mc} forms, {@code pot_prompt}, and the vLLM path's stop strings). A program whose
   * text has the bare word "Question" or "Response" is cut there, as it is in that code.
   */
  public static final PromptProfile MAMMOTH =
      new PromptProfile(
          "MAmmoTH",
          false,
          new PromptFrame(INSTRUCTION, " Let's write a program." + RESPONSE),
          new PromptFrame(INSTRUCTION, RESPONSE),
          new PromptFrame(
              INSTRUCTION, RESPONSE + " Let's solve the multi-choice question step by step.\n"),
          new PromptFrame(
              INSTRUCTION,
              " Let's write a program."
                  + RESPONSE
                  + " Let's solve the multi-choice question step by step.\n"),
          List.of(
              "Question:",
              "Question",
              "USER:",
              "USER",
              "ASSISTANT:",
              "ASSISTANT",
              "Instruction:",
              "Instruction",
              "Response:",
              "Response"),
          OptionalDouble.empty(),
          true);

  /** Checks the values and copies the list. */
  public PromptProfile {
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(program, "program");
    Objects.requireNonNull(reasoning, "reasoning");
    Objects.requireNonNull(choice, "choice");
    Objects.requireNonNull(choiceProgram, "choiceProgram");
    stopStrings = List.copyOf(stopStrings);
    for (String stop : stopStrings) {
      if (stop.isEmpty()) {
        throw new IllegalArgumentException("a stop string is empty");
      }
    }
    if (declineBelow.isPresent()
        && !(declineBelow.getAsDouble() >= 0 && declineBelow.getAsDouble() <= 1)) {
      throw new IllegalArgumentException(
          "declineBelow is " + declineBelow.getAsDouble() + ", a probability is needed");
    }
  }

  /** The same profile with another bound, or none. */
  public PromptProfile decliningBelow(OptionalDouble probability) {
    return new PromptProfile(
        label,
        demonstration,
        program,
        reasoning,
        choice,
        choiceProgram,
        stopStrings,
        probability,
        reasoningAnswers);
  }

  static PromptProfile of(JsonFile json) {
    List<String> stops = new ArrayList<>();
    JsonNode declared = json.root().path("stop_strings");
    if (!declared.isMissingNode() && !declared.isArray()) {
      throw json.problem("stop_strings is " + declared + ", a list is expected");
    }
    for (JsonNode stop : declared) {
      if (!stop.isTextual() || stop.textValue().isEmpty()) {
        throw json.problem("stop_strings holds " + stop + ", strings are expected");
      }
      stops.add(stop.textValue());
    }
    JsonFile frames = json.object("frames");
    PromptFrame program = frame(frames, "program");
    PromptFrame reasoning = frame(frames, "reasoning");
    OptionalDouble decline = OptionalDouble.empty();
    if (json.has("decline_below")) {
      double value = json.positive("decline_below");
      if (value > 1) {
        throw json.problem("decline_below is " + value + ", at most 1 is possible");
      }
      decline = OptionalDouble.of(value);
    }
    return new PromptProfile(
        json.text("label"),
        json.flag("demonstration"),
        program,
        reasoning,
        frames.has("choice") ? frame(frames, "choice") : reasoning,
        frames.has("choice_program") ? frame(frames, "choice_program") : program,
        stops,
        decline,
        !json.has("reasoning_answers") || json.flag("reasoning_answers"));
  }

  private static PromptFrame frame(JsonFile frames, String name) {
    JsonFile frame = frames.object(name);
    return new PromptFrame(frame.text("prefix"), frame.text("suffix"));
  }
}

package dev.tusk.examples.flink;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Lets the first item of each content through; what is delivered again is not graded again. */
final class FirstOnly extends KeyedProcessFunction<String, String, String> {
  private static final long serialVersionUID = 1;

  private transient @Nullable ValueState<Boolean> seen;

  @Override
  public void open(OpenContext context) {
    seen = getRuntimeContext().getState(new ValueStateDescriptor<>("seen", Boolean.class));
  }

  @Override
  public void processElement(String item, Context context, Collector<String> out) throws Exception {
    ValueState<Boolean> known = seen;
    if (known == null) {
      throw new IllegalStateException("the function is not open");
    }
    if (known.value() == null) {
      known.update(true);
      out.collect(item);
    }
  }
}

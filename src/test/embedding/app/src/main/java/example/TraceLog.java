package example;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the spans that have ended, as "name trace parent attributes" each. */
@Singleton
public class TraceLog implements SpanProcessor {

    private final List<String> ended = new CopyOnWriteArrayList<>();

    /** Returns the spans, oldest first. */
    public List<String> ended() {
        return ended;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        ended.add(span.getName() + " " + span.getSpanContext().getTraceId() + " "
                + span.getParentSpanContext().isValid() + " "
                + span.toSpanData().getAttributes().asMap());
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }
}

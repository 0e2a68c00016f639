package io.millrace.job.topology;

import java.util.Locale;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The savepoint's table of contents, in flow order. Constants may move; the text of a uid never changes, not even when a
 * class is renamed.
 */
public enum OperatorId {
    ARRIVALS("arrivals"),
    ATTACH("attach"),
    ROUTE("route"),
    SESSIONISE("sessionise"),
    FLOWS("flows"),
    SINK_ARRIVAL_ENTITIES("sink-s1-arrival-entities"),
    SINK_SESSION_INDEX("sink-s1-session-index"),
    SINK_FLOW_ANCHOR("sink-s2-flow-anchor"),
    SINK_FLOW_OUTCOME("sink-s2-flow-outcome"),
    SINK_EVENT_STREAM("sink-s2-event-stream"),
    SINK_ACCOUNTING("sink-stage-accounting"),
    PREPARE_HORIZON_ROWS("prepare-horizon-rows"),
    PREPARE_HORIZON("prepare-horizon"),
    PREPARE_SURVEY_ROWS("prepare-survey-rows"),
    PREPARE_FIRST_OF_KEY("prepare-first-of-key"),
    PREPARE_SURVEY("prepare-survey"),
    PREPARE_REJECTS("prepare-rejects"),
    PREPARE_HOUR_ROWS("prepare-hour-rows"),
    PREPARE_HOURS("prepare-hours"),
    WORLD_PIECE_NUMBERS("world-piece-numbers"),
    WORLD_PIECES("world-pieces"),
    REPLAY("replay"),
    SINK_BUS("sink-bus");

    private final String uid;

    OperatorId(String uid) {
        this.uid = uid;
    }

    public String uid() {
        return uid;
    }

    /** Sets uid and name to one text. */
    public <T> SingleOutputStreamOperator<T> on(SingleOutputStreamOperator<T> operator) {
        return operator.uid(uid).name(uid);
    }

    /** Sets uid and name to one text. */
    public <T> DataStreamSink<T> on(DataStreamSink<T> sink) {
        return sink.uid(uid).name(uid);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

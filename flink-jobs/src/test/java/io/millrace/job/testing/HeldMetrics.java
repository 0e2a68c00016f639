package io.millrace.job.testing;

import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** A metric group that no reporter reads: a test asks it by the last part of a name. */
public final class HeldMetrics extends UnregisteredMetricsGroup {
    private final Map<String, Counter> counters = new TreeMap<>();
    private final Map<String, Gauge<?>> gauges = new TreeMap<>();

    public long count(String name) {
        return counters.get(name).getCount();
    }

    public double gauge(String name) {
        return ((Number) gauges.get(name).getValue()).doubleValue();
    }

    @Override
    public Counter counter(String name) {
        return counters.computeIfAbsent(name, absent -> super.counter(name));
    }

    @Override
    public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
        gauges.put(name, gauge);
        return gauge;
    }

    @Override
    public MetricGroup addGroup(String name) {
        return this;
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
        return this;
    }
}

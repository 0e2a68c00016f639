package io.millrace.bench;

import java.util.List;

/**
 * What a process cost from its start to its end.
 *
 * @param cpuSeconds user and system time of all its threads, in hundredths
 * @param peakBytes greatest resident memory
 * @param output lines of its standard output
 */
record Cost(double cpuSeconds, double wallSeconds, long peakBytes, List<String> output) {}

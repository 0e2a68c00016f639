package io.millrace.bench;

/**
 * One measurement of a series.
 *
 * @param peakBytes greatest resident memory; 0 where it says nothing
 * @param load of the machine when it began: processes that ran or wanted to, mean of a minute
 */
record Sample(double cpuSeconds, double wallSeconds, long peakBytes, double load) {}

package io.millrace.job.cli;

/** A process of the suite ended, and not well, before anything was done to it; no fault is to blame. */
final class EndedByItself extends Exception {
    private static final long serialVersionUID = 1;

    EndedByItself(int exit) {
        super("the process ended by itself with exit " + exit + ", before any fault");
    }
}

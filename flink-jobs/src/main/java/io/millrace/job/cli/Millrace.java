package io.millrace.job.cli;

/** Placeholder until the commands are in. */
public final class Millrace {
    private Millrace() {}

    public static void main(String[] args) {
        System.out.println("millrace");
    }
}

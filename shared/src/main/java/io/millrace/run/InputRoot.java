package io.millrace.run;

/** What the path of a sealed input is relative to. */
public enum InputRoot {
    WORLD,
    UPSTREAM,
    CONFIG,
    PROGRAM
}

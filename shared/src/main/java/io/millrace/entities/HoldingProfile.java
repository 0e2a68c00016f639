package io.millrace.entities;

import java.util.SortedSet;

/** Scores 0..1 and tags of a segment that move what its parties hold; population_6A. */
public record HoldingProfile(
        double cash, double credit, double crossBorder, double digital, double stability, SortedSet<String> tags) {}

package io.millrace.story;

import java.util.List;

/** What one stage had to say of a row, in the order of its decisions. */
public record Chapter(String title, List<Fact> facts) {
    public Chapter {
        facts = List.copyOf(facts);
    }
}

package io.millrace.job.cli;

import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The list of faults of docs/reliability.md, with what shows each of them. */
enum ChaosFault {
    F1(
            "exception in a task",
            Proof.TEST,
            "before, between and in checkpoints, in their notice, before the rename of a commit, between rename and ledger, in"
                    + " close: `GenerateFaultsITCase`, `LedgerSinkITCase`"),
    F2(
            "kill -9 of a TaskManager",
            Proof.SEEDED,
            "two TaskManagers, one killed at a random moment; Flink restarts the job on the other, a third is started"),
    F3(
            "kill -9 of the JobManager",
            Proof.SEEDED,
            "JobManager and client killed, at every fourth seed the TaskManagers too; taken up from the newest kept"
                    + " checkpoint"),
    F4(
            "kill -9 of the embedded process",
            Proof.SEEDED,
            "taken up at the same, half and double parallelism; at odd seeds killed again after that;"
                    + " `GenerateFaultsITCase` cancels and rescales"),
    F5(
            "stop with savepoint",
            Proof.SEEDED,
            "canonical and native by turns, taken up at parallelism 1 to 4; two run folders from one savepoint:"
                    + " `RunCommandsOverRestITCase`"),
    F6("an older checkpoint", Proof.SEEDED, "killed, then restored from the oldest kept checkpoint; `SavepointITCase`"),
    F7(
            "checkpoint folder full, read-only, slow",
            Proof.TEST,
            "full: `FullDiskITCase`; read-only, by a file system of the tests and by a mount: `RefusingStorageITCase`; slow,"
                    + " by a file system of the tests: `StorageFaultsITCase`"),
    F8(
            "output",
            Proof.TEST,
            "disk full: `FullDiskITCase`; temporary file taken, final name taken: `StorageFaultsITCase`; permission lost, by"
                    + " a file system of the tests and by chattr +i: `RefusingStorageITCase`; files lost later:"
                    + " `PublishedRunITCase`"),
    F9("damaged input", Proof.TEST, "`BrokenWorldITCase`"),
    F10(
            "between end of input and flag",
            Proof.TEST,
            "seven places, a hundred seeds (--loops): `EndOfRunITCase`; `PublishedRunITCase`"),
    F11(
            "a frozen process",
            Proof.SEEDED,
            "by turns of four seeds: embedded, a second writer is refused; a TaskManager frozen beyond its heartbeat and"
                    + " thawed once another took over; thawed after the flag; thawed beside a start with --take-over;"
                    + " `SavepointITCase`, `FenceTest`"),
    F12("skew", Proof.TEST, "all rows on one party, nine tenths on one merchant: `SkewITCase`"),
    F13(
            "other max parallelism or uid",
            Proof.TEST,
            "refused by name, no file touched: `SavepointITCase`; the uids: `GenerateGraphITCase`"),
    F14("older state", Proof.TEST, "`SessionStateFixtureTest`, `FlowFunctionHarnessTest`, `FenceTest`"),
    F15("entity index swapped", Proof.TEST, "`BrokenWorldITCase`, `BrokenOwnWorldITCase`"),
    F16(
            "Kafka",
            Proof.TEST,
            "of the replay, each row once or told that it is not: away for less and for longer than the transaction timeout,"
                    + " kill -9 of the broker at a commit, two replays with the same transactional ids: `ReplayFaultsITCase`;"
                    + " tasks that break, a replay that dies, a broker that restarts, topics that lost messages, timeouts that"
                    + " do not fit: `ReplayITCase`; a client that dies before the end, after it, or alone: `ReplayTakeUpITCase`"),
    F17(
            "time zone, locale, charset",
            Proof.SEEDED,
            "killed under one, taken up under another; `GenerateInvarianceITCase`"),
    F18("other files and order of the input", Proof.TEST, "`GenerateInvarianceITCase`"),
    F19("object reuse", Proof.TEST, "`GenerateInvarianceITCase`"),
    F20("BATCH against STREAMING", Proof.TEST, "`BatchModeITCase`");

    private static final Pattern TEST_CLASS = Pattern.compile("`([A-Za-z0-9]+)`");

    private final String text;
    private final Proof proof;
    private final String shownBy;

    ChaosFault(String text, Proof proof, String shownBy) {
        this.text = text;
        this.proof = proof;
        this.shownBy = shownBy;
    }

    /** How a fault is shown. */
    enum Proof {
        /** Rounds of {@code millrace chaos} with signals to real processes, at a moment that follows from a seed. */
        SEEDED("chaos"),
        /** Tests in one process. */
        TEST("tests");

        private final String word;

        Proof(String word) {
            this.word = word;
        }
    }

    /** A few words. */
    String text() {
        return text;
    }

    boolean isSeeded() {
        return proof == Proof.SEEDED;
    }

    boolean isTested() {
        return proof == Proof.TEST;
    }

    /** Classes of tests of which each must bring a row; none unless it is shown by tests. */
    SortedSet<String> tests() {
        TreeSet<String> classes = new TreeSet<>();
        if (isTested()) {
            TEST_CLASS.matcher(shownBy).results().map(found -> found.group(1)).forEach(classes::add);
        }
        return classes;
    }

    /** All that are shown by rounds of seeds. */
    static List<ChaosFault> seeded() {
        return Arrays.stream(values()).filter(ChaosFault::isSeeded).toList();
    }

    /** Names of all that are shown by tests. */
    static List<String> ofTests() {
        return Arrays.stream(values())
                .filter(ChaosFault::isTested)
                .map(ChaosFault::name)
                .toList();
    }

    /** Row of the table of faults. */
    String row() {
        return "| " + name() + " " + text + " | " + proof.word + " | " + shownBy + " |";
    }
}

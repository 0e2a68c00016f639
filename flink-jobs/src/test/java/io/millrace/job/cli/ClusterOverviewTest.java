package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClusterOverviewTest {
    @Test
    void tellsSlotsAndJobsOfFlinksOwnAnswer() {
        ClusterOverview overview = ClusterOverview.parse("""
                {"taskmanagers":1,"taskmanagers-blocked":0,"slots-total":4,"slots-available":3,"jobs-running":1,\
                "jobs-finished":2,"jobs-cancelled":0,"jobs-failed":0,"flink-version":"2.3.0","flink-commit":"0"}""");
        assertThat(overview).isEqualTo(new ClusterOverview(1, 4, 3, 1));
        assertThat(overview.text()).isEqualTo("1 TaskManager, 4 slots, 3 free, 1 running job");
    }

    @Test
    void theNumberOfTaskManagersToAskForHasTheSlotsThatAreLacking() {
        ClusterOverview full = new ClusterOverview(2, 4, 1, 1);
        assertThat(full.taskManagersFor(2, 2)).isEqualTo(3);
        assertThat(full.taskManagersFor(3, 2)).isEqualTo(3);
        assertThat(full.taskManagersFor(8, 2)).isEqualTo(6);
        assertThat(full.taskManagersFor(1, 2)).isEqualTo(2);
    }

    @Test
    void nobodyAnswersWhereNoClusterIs() throws InterruptedException {
        assertThat(ClusterOverview.of(1)).isEmpty();
    }
}

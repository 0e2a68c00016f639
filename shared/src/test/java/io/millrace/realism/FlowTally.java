package io.millrace.realism;

import io.millrace.flows.AmountLaw;
import io.millrace.random.Draws;
import io.millrace.slab.FlowSlab;
import io.millrace.slab.OutcomeSlab;
import io.millrace.slab.SessionedSlab;

final class FlowTally {
    FlowTally(AmountLaw amounts, Draws draws) {}

    void add(SessionedSlab arrivals, FlowSlab flows, OutcomeSlab outcomes) {}
}

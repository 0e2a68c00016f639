package io.millrace.attach;

import io.millrace.contract.AttachRule;
import io.millrace.contract.Channel;
import io.millrace.contract.DeviceGroup;
import io.millrace.contract.IpGroup;
import io.millrace.contract.Segment;
import io.millrace.contract.VisitSource;
import io.millrace.random.Decision;
import io.millrace.slab.AttachedSlab;
import io.millrace.story.Drawn;
import io.millrace.story.Fact;
import io.millrace.story.Wording;
import io.millrace.world.EntityUniverse;
import io.millrace.world.Portfolio;
import java.util.List;
import java.util.stream.IntStream;

/** Tells which device and IP were used: those of the merchant at a terminal, else those of the party. */
final class EndpointTeller {
    private final EndpointLaw endpoints;
    private final EntityUniverse universe;

    EndpointTeller(EndpointLaw endpoints, EntityUniverse universe) {
        this.endpoints = endpoints;
        this.universe = universe;
    }

    void tell(Telling telling, AttachRow row, Portfolio party, AttachedSlab attached, Drawn visitMeans) {
        AttachRule deviceRule = AttachRule.ofCode(attached.deviceRule[0]);
        AttachRule ipRule = AttachRule.ofCode(attached.ipRule[0]);
        boolean isTerminal = attached.deviceIsTerminal[0];
        wants(telling, row, visitMeans);
        if (isTerminal) {
            terminal(telling, row, attached.deviceId[0]);
        } else {
            device(telling, row, party, attached.deviceId[0], deviceRule);
        }
        telling.addColumn(Fact.of("device_is_terminal", Boolean.toString(isTerminal)));
        telling.addColumn(Fact.of("device_rule", deviceRule.token()));
        if (isTerminal && row.endpoints > 0) {
            endpoint(telling, row, attached.ipId[0]);
        } else {
            ip(telling, row, party, attached, ipRule);
        }
        telling.addColumn(Fact.of("ip_rule", ipRule.token()));
        boolean ownIsDrawn = ipRule == AttachRule.NO_ENDPOINT
                || (!isTerminal && (ipRule == AttachRule.WEIGHTED || isDrawn(deviceRule)));
        if (ownIsDrawn) {
            telling.count(own(row));
        }
        if (isTerminal && (row.terminals > 1 || row.endpoints > 1)) {
            telling.count(Decision.TERMINAL);
        }
    }

    private static boolean isDrawn(AttachRule deviceRule) {
        return deviceRule == AttachRule.WEIGHTED || deviceRule == AttachRule.NO_TERMINAL;
    }

    private void wants(Telling telling, AttachRow row, Drawn visitMeans) {
        String terminals = row.site < 0 ? "there is no site" : "the site has " + universe.terminals(row.site);
        telling.add(Fact.of("wants a terminal", row.wantsTerminal ? "yes" : "no")
                .because("lane 1 of VISIT_MEANS is " + Wording.share(visitMeans.u1())
                        + "; below p_terminal, one is used" + " where there is one: " + terminals)
                .drawn(visitMeans)
                .by(telling.policy(
                        "/device/p_terminal/" + Channel.ofCode(row.channel).token())));
    }

    private void terminal(Telling telling, AttachRow row, long deviceId) {
        Drawn drawn = telling.peek(Decision.TERMINAL, row.visitHi, row.visitLo);
        Fact fact = Fact.of("device_id", deviceId);
        telling.addColumn(
                row.terminals == 1
                        ? fact.because("the only terminal of the site")
                        : fact.because("lane 0, " + Wording.share(drawn.u0()) + ", picks one of " + row.terminals
                                        + " terminals of the site")
                                .drawn(drawn));
    }

    private void endpoint(Telling telling, AttachRow row, long ipId) {
        Drawn drawn = telling.peek(Decision.TERMINAL, row.visitHi, row.visitLo);
        Fact fact = Fact.of("ip_id", ipId)
                .by(telling.policy("/ip/source/" + Channel.ofCode(row.channel).token()));
        telling.addColumn(
                row.endpoints == 1
                        ? fact.because("the only address of the merchant in the country")
                        : fact.because("lane 1, " + Wording.share(drawn.u1()) + ", picks one of " + row.endpoints
                                        + " addresses of the merchant in the country")
                                .drawn(drawn));
    }

    private void device(Telling telling, AttachRow row, Portfolio party, long deviceId, AttachRule rule) {
        List<Integer> devices = endpoints.devices(row, party);
        Fact fact = Fact.of("device_id", deviceId)
                .because(MeansTeller.candidates(devices, slot -> group(party, slot), "device"))
                .by(telling.policy("/device/type_order/"
                        + (ChannelMode.of(row.channel) == ChannelMode.PHYSICAL ? "physical" : "remote")));
        if (isDrawn(rule)) {
            Drawn drawn = telling.peek(own(row), hi(row), lo(row));
            fact = fact.because(
                            "lane 0 is " + Wording.share(drawn.u0()) + "; below p_primary_device the primary one, a "
                                    + group(party, devices.get(0)) + ", else one of the others")
                    .drawn(drawn)
                    .by(telling.prior("/p_primary_device/"
                            + Segment.ofCode(party.segment).token() + "/"
                            + Channel.ofCode(row.channel).token()));
        }
        telling.addColumn(fact);
    }

    private void ip(Telling telling, AttachRow row, Portfolio party, AttachedSlab attached, AttachRule rule) {
        Fact fact = Fact.of("ip_id", attached.ipId[0]);
        if (rule == AttachRule.SINGLE) {
            telling.addColumn(fact.because("the only address of the device"));
            return;
        }
        Drawn drawn = telling.peek(own(row), hi(row), lo(row));
        fact = fact.drawn(drawn);
        if (rule == AttachRule.NO_ENDPOINT) {
            fact = fact.because("the merchant has no address in the country, so the party's own device brings one");
        } else {
            int device = slotOf(party, attached.deviceId[0]);
            List<Integer> held = IntStream.range(party.deviceIpStart[device], party.deviceIpStart[device + 1])
                    .mapToObj(entry -> (int) party.deviceIp[entry])
                    .toList();
            fact = fact.because(MeansTeller.candidates(
                    held, slot -> IpGroup.ofCode(party.ipGroup[slot]).token(), "address"));
        }
        telling.addColumn(fact.because("lane 1 is " + Wording.share(drawn.u1())
                        + " of the weights of the groups present: a group, then one of its addresses")
                .by(telling.prior(
                        "/ip_weights/" + endpoints.family(party.segment).name() + "/"
                                + Channel.ofCode(row.channel).token())));
    }

    private static int slotOf(Portfolio party, long deviceId) {
        int slot = 0;
        while (party.deviceId[slot] != deviceId) {
            slot++;
        }
        return slot;
    }

    private static String group(Portfolio party, int slot) {
        return DeviceGroup.ofCode(party.deviceGroup[slot]).token();
    }

    /** One device and one IP for the whole visit, and for the whole trip. */
    private static Decision own(AttachRow row) {
        return row.source == VisitSource.TRIP ? Decision.ENDPOINT_TRIP : Decision.ENDPOINT_VISIT;
    }

    private static long hi(AttachRow row) {
        return row.source == VisitSource.TRIP ? row.sourceHi : row.visitHi;
    }

    private static long lo(AttachRow row) {
        return row.source == VisitSource.TRIP ? row.sourceLo : row.visitLo;
    }
}

package io.millrace.entities;

import io.millrace.contract.AccountType;
import io.millrace.contract.DeviceType;
import io.millrace.contract.FraudRole;
import io.millrace.contract.InstrumentType;
import io.millrace.contract.IpType;
import io.millrace.contract.RiskTier;
import io.millrace.contract.Segment;
import io.millrace.random.DrawLedger;
import java.io.Serial;
import java.io.Serializable;

/**
 * What the checks count over the rows of a world. Tallies of parts add up to the tally of the whole, in any order; all
 * numbers are integers, so the sum is exact.
 */
public final class EntityTally implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Devices per address that the histogram tells apart; more count as this. */
    static final int DEVICES_PER_IP_MAX = 4096;

    static final int SEGMENTS = Segment.values().length + 1;

    /** Countries by {@link io.millrace.contract.Iso} code. */
    static final int COUNTRIES = 26 * 26;

    /** Kinds whose number per party is planned. */
    enum Counted {
        ACCOUNTS,
        INSTRUMENTS,
        DEVICES
    }

    /** Pairs of multisets that must be equal, as sums of mixed words. */
    enum Pair {
        /** Party lists of devices, and device links. */
        DEVICE_LIST,
        /** Addresses of each device, and address links of devices. */
        DEVICE_IP,
        /** Address rows, and addresses that have links. */
        IP_ROWS,
        /** Address rows, and their role rows. */
        IP_ROLES,
        /** Terminal rows, and their links. */
        TERMINAL_LINKS,
        /** Terminal rows, and their role rows. */
        TERMINAL_ROLES
    }

    /** Largest values met. */
    enum Peak {
        ACCOUNTS_PER_PARTY,
        INSTRUMENTS_PER_ACCOUNT,
        OWN_DEVICES_PER_PARTY,
        DEVICES_PER_PARTY,
        PARTIES_PER_DEVICE,
        IPS_PER_DEVICE,
        DEVICES_PER_IP,
        DEVICES_PER_RESIDENTIAL_IP
    }

    final int zones;
    long parties;
    long accounts;
    long instruments;
    long devices;
    long terminals;
    long ips;
    long merchants;
    long activeParties;
    long partiesWithoutAccount;
    long ringMembers;
    long riskyParties;
    long riskyInRings;
    long twins;
    long twinsDiffering;

    /** [zone * SEGMENTS + segment code]. */
    final long[] partiesByCell;

    /** [counted][cell]. */
    final long[][] countedByCell;
    /** [counted][cell], units of 2^-20. */
    final long[][] expectedByCell;
    /** [counted][segment code]: sums of squares. */
    final long[][] squaresBySegment = new long[Counted.values().length][SEGMENTS];

    final long[] partiesByCountry = new long[COUNTRIES];
    /** [role code]. */
    final long[] roles = new long[FraudRole.values().length + 1];
    /** [entity kind ordinal][tier code]. */
    final long[][] tiers = new long[io.millrace.contract.EntityKind.values().length][RiskTier.values().length + 1];
    /** [device type code]: own devices, shared ones, parties of the shared ones. */
    final long[] devicesByType = new long[DeviceType.values().length + 1];

    final long[] sharedByType = new long[DeviceType.values().length + 1];
    final long[] sharersByType = new long[DeviceType.values().length + 1];
    /** [2 * owner risky + asset risky]. */
    final long[] deviceCoupling = new long[4];

    final long[] accountCoupling = new long[4];
    /** [devices]: addresses with so many. */
    final long[] ipsByDevices = new long[DEVICES_PER_IP_MAX + 1];
    /** [ip type code]: device links. */
    final long[] edgesByType = new long[IpType.values().length + 1];
    /** [account type code]. */
    final long[] accountsByType = new long[AccountType.values().length + 1];
    /** [instrument type code]. */
    final long[] instrumentsByType = new long[InstrumentType.values().length + 1];

    /** [pair]: left sum, right sum; modulo 2^64. */
    final long[] left = new long[Pair.values().length];

    final long[] right = new long[Pair.values().length];
    final long[] leftRows = new long[Pair.values().length];
    final long[] rightRows = new long[Pair.values().length];
    final int[] peaks = new int[Peak.values().length];
    final long[] faults = new long[Fault.values().length];
    /** [fault]: smallest id it was found at, unsigned. */
    final long[] faultId = new long[Fault.values().length];

    final DrawLedger drawn = new DrawLedger();

    /** @param zones positions in zone_dim_5B */
    public EntityTally(int zones) {
        this.zones = zones;
        partiesByCell = new long[zones * SEGMENTS];
        countedByCell = new long[Counted.values().length][zones * SEGMENTS];
        expectedByCell = new long[Counted.values().length][zones * SEGMENTS];
    }

    /** Adds the tally of another part of the same world. */
    public void add(EntityTally other) {
        parties += other.parties;
        accounts += other.accounts;
        instruments += other.instruments;
        devices += other.devices;
        terminals += other.terminals;
        ips += other.ips;
        merchants += other.merchants;
        activeParties += other.activeParties;
        partiesWithoutAccount += other.partiesWithoutAccount;
        ringMembers += other.ringMembers;
        riskyParties += other.riskyParties;
        riskyInRings += other.riskyInRings;
        twins += other.twins;
        twinsDiffering += other.twinsDiffering;
        add(partiesByCell, other.partiesByCell);
        add(countedByCell, other.countedByCell);
        add(expectedByCell, other.expectedByCell);
        add(squaresBySegment, other.squaresBySegment);
        add(partiesByCountry, other.partiesByCountry);
        add(roles, other.roles);
        add(tiers, other.tiers);
        add(devicesByType, other.devicesByType);
        add(sharedByType, other.sharedByType);
        add(sharersByType, other.sharersByType);
        add(deviceCoupling, other.deviceCoupling);
        add(accountCoupling, other.accountCoupling);
        add(ipsByDevices, other.ipsByDevices);
        add(edgesByType, other.edgesByType);
        add(accountsByType, other.accountsByType);
        add(instrumentsByType, other.instrumentsByType);
        add(left, other.left);
        add(right, other.right);
        add(leftRows, other.leftRows);
        add(rightRows, other.rightRows);
        for (int i = 0; i < peaks.length; i++) {
            peaks[i] = Math.max(peaks[i], other.peaks[i]);
        }
        for (Fault fault : Fault.values()) {
            int i = fault.ordinal();
            if (other.faults[i] > 0) {
                fault(fault, other.faultId[i], other.faults[i]);
            }
        }
        drawn.add(other.drawn);
    }

    /** Counts draws of this part, each where its row was made. */
    public void drawn(DrawLedger ledger) {
        drawn.add(ledger);
    }

    /** One range that was made twice. */
    public void twin(String firstDigest, String secondDigest) {
        twins++;
        twinsDiffering += firstDigest.equals(secondDigest) ? 0 : 1;
    }

    void fault(Fault fault, long id) {
        fault(fault, id, 1);
    }

    void peak(Peak peak, int value) {
        peaks[peak.ordinal()] = Math.max(peaks[peak.ordinal()], value);
    }

    void left(Pair pair, long word) {
        left[pair.ordinal()] += word;
        leftRows[pair.ordinal()]++;
    }

    void right(Pair pair, long word) {
        right[pair.ordinal()] += word;
        rightRows[pair.ordinal()]++;
    }

    private void fault(Fault fault, long id, long times) {
        int i = fault.ordinal();
        if (faults[i] == 0 || Long.compareUnsigned(id, faultId[i]) < 0) {
            faultId[i] = id;
        }
        faults[i] += times;
    }

    private static void add(long[] sums, long[] others) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += others[i];
        }
    }

    private static void add(long[][] sums, long[][] others) {
        for (int i = 0; i < sums.length; i++) {
            add(sums[i], others[i]);
        }
    }
}

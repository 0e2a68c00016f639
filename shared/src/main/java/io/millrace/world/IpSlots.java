package io.millrace.world;

import java.util.Arrays;

/** The IPs of one party by id, without repeats, and for each device which of them it uses. */
final class IpSlots {
    private int[] distinct = new int[64];
    private int[] used = new int[64];
    private int ips;
    private int entries;

    void load(EntityGraph graph, int party) {
        entries = 0;
        for (int at = graph.devicesOfParty.start(party); at < graph.devicesOfParty.end(party); at++) {
            int device = graph.devicesOfParty.member(at);
            for (int link = graph.ipsOfDevice.start(device); link < graph.ipsOfDevice.end(device); link++) {
                if (entries == used.length) {
                    used = Arrays.copyOf(used, 2 * entries);
                    distinct = new int[2 * entries];
                }
                used[entries++] = graph.ipsOfDevice.member(link);
            }
        }
        System.arraycopy(used, 0, distinct, 0, entries);
        Arrays.sort(distinct, 0, entries);
        ips = 0;
        for (int i = 0; i < entries; i++) {
            if (i == 0 || distinct[i] != distinct[ips - 1]) {
                distinct[ips++] = distinct[i];
            }
        }
    }

    int ips() {
        return ips;
    }

    /** Ordinal of the IP in a slot. */
    int ip(int slot) {
        return distinct[slot];
    }

    /** IPs of all devices, one device after the other. */
    int entries() {
        return entries;
    }

    /** Slot of an entry. */
    int slot(int entry) {
        return Arrays.binarySearch(distinct, 0, ips, used[entry]);
    }
}

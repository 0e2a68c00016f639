package io.millrace.world;

import io.millrace.policy.AttachmentPolicy.ForeignActivity;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What an index says about itself; the gate compares it with the run before anything is attached.
 *
 * @param digest hex64 over the whole content, the identity of the index
 * @param axes world the tables belong to, and digests of their rows
 * @param activity values of the attachment policy that made the weights of a foreign world; empty in own worlds
 * @param tokens distinct source tokens by {@code dataset.column}, ascending
 * @param counts rows and things found, by name: parties, parties_eligible (may enter a cell), parties_pickable
 *     (active), accounts, instruments, instruments_unlinked, devices, party_devices, ips, device_ips, terminals,
 *     terminals_without_site, endpoints, merchants and sites of the dimensions, and duplicates.[dataset] of the three
 *     link tables
 */
public record EntityIndexInfo(
        String digest,
        EntityIndexAxes axes,
        Optional<ForeignActivity> activity,
        SortedMap<String, List<String>> tokens,
        SortedMap<String, Long> counts) {
    /** @throws IllegalArgumentException for a name that no index has */
    public long count(String name) {
        Long count = counts.get(name);
        if (count == null) {
            throw new IllegalArgumentException("counts of an index are " + counts.keySet() + ", not " + name);
        }
        return count;
    }
}

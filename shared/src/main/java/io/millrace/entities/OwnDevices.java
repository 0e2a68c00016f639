package io.millrace.entities;

import io.millrace.policy.DevicesPolicy;

/** Devices a party owns, by slot; filled again and again. */
final class OwnDevices {
    int count;
    /** [slot]: place of the type in the pack. */
    final byte[] type = new byte[DevicesPolicy.OWN_DEVICES_MAX];
    /** Bit per place of a type in the pack that the party has. */
    int typeMask;
}

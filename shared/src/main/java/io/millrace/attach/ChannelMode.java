package io.millrace.attach;

import io.millrace.contract.Channel;

/** Does the party stand at the till? The code enters the counter of trips. */
enum ChannelMode {
    PHYSICAL,
    REMOTE;

    private static final ChannelMode[] BY_CHANNEL = byChannel();

    static ChannelMode of(int channel) {
        return BY_CHANNEL[channel];
    }

    int code() {
        return ordinal();
    }

    private static ChannelMode[] byChannel() {
        ChannelMode[] modes = new ChannelMode[Channel.values().length + 1];
        for (Channel channel : Channel.values()) {
            modes[channel.code()] = switch (channel) {
                case POS, ATM -> PHYSICAL;
                case ECOM, BANK_RAIL, HYBRID -> REMOTE;
            };
        }
        return modes;
    }
}

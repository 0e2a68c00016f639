package io.millrace.entities;

import io.millrace.contract.AccountType;
import io.millrace.contract.EntityKind;
import io.millrace.contract.IpType;
import io.millrace.contract.RiskTier;
import io.millrace.contract.Segment;
import io.millrace.policy.RolesPolicy;
import io.millrace.random.Decision;
import io.millrace.random.Draws;
import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Integer scores of entities: base, points of what they are, noise. World design section 3.8. */
final class Scores implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Set<AccountType> CARDS = EnumSet.of(
            AccountType.RETAIL_CREDIT_CARD_STANDARD,
            AccountType.RETAIL_CREDIT_CARD_PREMIUM,
            AccountType.BUSINESS_CREDIT_CARD);

    private final RolesPolicy policy;
    private final Draws draws;
    /** By segment code: base and the points of its profile. */
    private final int[] segmentPoints;
    /** By tier. */
    private final int[] deviceByOwner;

    private final int[] accountByOwner;
    /** By account type code: points of a card. */
    private final int[] accountByType;
    /** By ip type code. */
    private final int[] ipBase;

    Scores(RolesPolicy policy, Map<Segment, RiskProfile> profiles, Draws draws) {
        this.policy = policy;
        this.draws = draws;
        RolesPolicy.PartyScore party = policy.scores().party();
        segmentPoints = new int[Segment.values().length + 1];
        for (Segment segment : Segment.values()) {
            segmentPoints[segment.code()] = party.base() + profilePoints(party, profiles.get(segment));
        }
        deviceByOwner =
                byTier(policy.scores().device().base(), policy.scores().device().ownerTier());
        accountByOwner = byTier(
                policy.scores().account().base(), policy.scores().account().ownerTier());
        accountByType = new int[AccountType.values().length + 1];
        CARDS.forEach(
                type -> accountByType[type.code()] = policy.scores().account().card());
        ipBase = new int[IpType.values().length + 1];
        for (IpType type : IpType.values()) {
            ipBase[type.code()] = policy.scores().ip().base().get(type.token());
        }
    }

    int party(PartyTraits party) {
        int score = segmentPoints[party.segment];
        score += party.ringRole != null ? policy.scores().party().ring() : 0;
        score += party.vpnMember ? policy.scores().party().vpnMember() : 0;
        return score + noise(EntityKind.PARTY, draws.x1(Decision.PARTY_LATENT, party.partyId, 0));
    }

    int device(PartyTraits owner, RiskTier ownerTier, int slot) {
        int score = deviceByOwner[ownerTier.ordinal()];
        score += owner.deviceAnonymous[slot] ? policy.scores().device().anonymousIp() : 0;
        score += owner.deviceShared[slot] ? policy.scores().device().shared() : 0;
        return score + deviceNoise(owner.deviceId[slot]);
    }

    /** A device of a merchant has no owner to be judged by. */
    int terminal(long deviceId) {
        return deviceByOwner[RiskTier.LOW.ordinal()] + deviceNoise(deviceId);
    }

    int account(PartyTraits owner, PartyPosture posture, int slot) {
        int score = accountByOwner[posture.tier.ordinal()] + accountByType[owner.accountType[slot]];
        score +=
                posture.hasHighDevice(owner.devices) ? policy.scores().account().ownerHighDevice() : 0;
        return score + noise(EntityKind.ACCOUNT, draws.x0(Decision.ACCOUNT_ROLE, owner.accountId[slot], 0));
    }

    int ip(IpTraits ip) {
        return ipBase[ip.type]
                + policy.scores().ip().points(ip.parties)
                + noise(EntityKind.IP, draws.x1(Decision.IP_ATTR, ip.ipId, 0));
    }

    int merchant(long key, String mccClass, int sites) {
        RolesPolicy.MerchantScore merchant = policy.scores().merchant();
        int doublings = sites < 1 ? 0 : 31 - Integer.numberOfLeadingZeros(sites);
        return merchant.base()
                + merchant.mccClass().get(mccClass)
                + merchant.siteDoubling() * doublings
                + noise(EntityKind.MERCHANT, draws.x0(Decision.MERCHANT_ROLE, key, 0));
    }

    private int deviceNoise(long deviceId) {
        return noise(EntityKind.DEVICE, draws.x1(Decision.DEVICE_OS, deviceId, 0));
    }

    /** Uniform in 0..noise-1. */
    private int noise(EntityKind kind, long x) {
        long bound = policy.scores().noise().get(kind);
        return (int) (Math.multiplyHigh(x, bound) + ((x >> 63) & bound));
    }

    /** Rounded down once, over the sum. */
    private static int profilePoints(RolesPolicy.PartyScore party, RiskProfile profile) {
        return profile.credit()
                .multiply(BigDecimal.valueOf(party.credit()))
                .add(profile.crossBorder().multiply(BigDecimal.valueOf(party.crossBorder())))
                .add(profile.digital().multiply(BigDecimal.valueOf(party.digital())))
                .setScale(0, RoundingMode.FLOOR)
                .intValueExact();
    }

    private static int[] byTier(int base, Map<RiskTier, Integer> points) {
        int[] sums = new int[RiskTier.values().length];
        points.forEach((tier, value) -> sums[tier.ordinal()] = base + value);
        return sums;
    }
}

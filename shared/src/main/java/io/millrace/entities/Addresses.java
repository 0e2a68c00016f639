package io.millrace.entities;

import io.millrace.contract.DeviceType;
import io.millrace.contract.IpLinkRole;
import io.millrace.policy.DevicesPolicy;
import io.millrace.policy.IpsPolicy;
import io.millrace.policy.IpsPolicy.Pool;
import io.millrace.random.Coin;
import io.millrace.random.Decision;
import io.millrace.random.Draws;
import io.millrace.random.Philox2x64;
import java.math.BigDecimal;
import java.util.Map;

/**
 * Which devices of a party use a pool. Asked from the party when it is loaded and from the address when the tables are
 * written; both get the same answer because there is only this one.
 */
final class Addresses {
    private static final Pool[] POOLS = Pool.values();

    private final Draws draws;
    private final int phone;
    private final int carrierAddresses;
    private final int homeDevicesPerAddress;
    private final Coin secondEgress;
    /** [pool][place of the device type in its pack]; null where never. */
    private final Coin[][] include = new Coin[POOLS.length][];
    /** [pool]: bit per place that is always in. */
    private final int[] always = new int[POOLS.length];
    /** [pool]: bit per place that may be in. */
    private final int[] possible = new int[POOLS.length];

    private final int[] devicesMax = new int[POOLS.length];
    private final byte[] role = new byte[POOLS.length];

    /** @throws IllegalArgumentException when some customer device would have no address for sure */
    Addresses(IpsPolicy policy, DeviceMaker devices, Draws draws) {
        this.draws = draws;
        phone = devices.phone;
        carrierAddresses = policy.addresses().get(Pool.CARRIER).ipsPerGroup();
        homeDevicesPerAddress = policy.homeDevicesPerIp();
        secondEgress = Coin.of(policy.carrierSecondEgress());
        for (Map.Entry<Pool, IpsPolicy.Use> entry : policy.uses().entrySet()) {
            int pool = entry.getKey().ordinal();
            devicesMax[pool] = entry.getValue().devicesPerPartyMax();
            role[pool] = (byte) entry.getValue().role().code();
            include[pool] = new Coin[devices.types()];
            for (int place = 0; place < devices.types(); place++) {
                BigDecimal p = entry.getValue().include().get(DeviceType.ofCode(devices.typeCode[place]));
                if (p.signum() > 0) {
                    include[pool][place] = Coin.of(p);
                    possible[pool] |= 1 << place;
                    always[pool] |= p.compareTo(BigDecimal.ONE) == 0 ? 1 << place : 0;
                }
            }
        }
        for (Pool pool : new Pool[] {Pool.HOME, Pool.OFFICE, Pool.HOST}) {
            if (possible[pool.ordinal()] != always[pool.ordinal()]) {
                throw new IllegalArgumentException(pool + " has no draw: include must be 0 or 1");
            }
        }
    }

    /** Whether a party with these devices can use the pool at all. */
    boolean mayUse(Pool pool, OwnDevices devices) {
        return (possible[pool.ordinal()] & devices.typeMask) != 0;
    }

    /** Code of {@link IpLinkRole}. */
    byte role(Pool pool) {
        return role[pool.ordinal()];
    }

    /** @return bit per own device that uses the pool */
    int using(Pool pool, long partyId, OwnDevices devices) {
        int p = pool.ordinal();
        int mask = 0;
        int used = 0;
        for (int slot = 0; slot < devices.count && used < devicesMax[p]; slot++) {
            int bit = 1 << devices.type[slot];
            if ((possible[p] & bit) == 0) {
                continue;
            }
            if ((always[p] & bit) != 0
                    || include[p][devices.type[slot]].success(lane(pool, EntityIds.device(partyId, slot)))) {
                mask |= 1 << slot;
                used++;
            }
        }
        return mask;
    }

    /** Address of the household that an own device uses. */
    int homeAddress(int deviceSlot) {
        return deviceSlot / homeDevicesPerAddress;
    }

    /** Carrier egress that a party is seen on first. */
    int firstEgress(int slotInGroup) {
        return slotInGroup % carrierAddresses;
    }

    /**
     * The other egress a phone is seen on.
     *
     * @param device slot of a device that uses the carrier
     * @return -1 for none
     */
    int secondEgress(long partyId, OwnDevices devices, int device, int firstEgress) {
        if (devices.type[device] != phone || carrierAddresses < 2) {
            return -1;
        }
        long deviceId = EntityIds.device(partyId, device);
        if (!secondEgress.success(draws.x0(Decision.DEVICE_IP, deviceId, 1))) {
            return -1;
        }
        int further = (int) Philox2x64.umulh(draws.x1(Decision.DEVICE_IP, deviceId, 1), carrierAddresses - 1);
        return (firstEgress + 1 + further) % carrierAddresses;
    }

    private long lane(Pool pool, long deviceId) {
        return switch (pool) {
            case RELATIVE -> draws.x0(Decision.DEVICE_IP, deviceId, 0);
            case CARRIER -> draws.x1(Decision.DEVICE_IP, deviceId, 0);
            case WORK, CAMPUS -> draws.x0(Decision.DEVICE_IP, deviceId, 2);
            case PUBLIC -> draws.x1(Decision.DEVICE_IP, deviceId, 2);
            case HOTEL -> draws.x0(Decision.DEVICE_IP, deviceId, 3);
            case VPN, RINGPROXY -> draws.x1(Decision.DEVICE_IP, deviceId, 3);
            case HOME, OFFICE, HOST, ENDPOINT -> throw new IllegalStateException(pool + " has no draw");
        };
    }

    /** Slots of a device; {@link DevicesPolicy} bounds the devices. */
    static final int PER_DEVICE_MAX = 9;
}

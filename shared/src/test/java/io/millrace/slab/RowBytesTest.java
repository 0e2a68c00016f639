package io.millrace.slab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.contract.AuthResult;
import io.millrace.contract.Channel;
import io.millrace.contract.DeviceType;
import io.millrace.contract.EventType;
import io.millrace.contract.FraudRole;
import io.millrace.contract.Iso;
import io.millrace.contract.OsFamily;
import io.millrace.contract.Region;
import io.millrace.contract.RejectReason;
import io.millrace.contract.RiskTier;
import io.millrace.digest.RowDigest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowBytesTest {
    private static final String REQUEST =
            "55555555555555550000000001bcbb00bbb14a06001305000000000000455552157c4a7fb97937"
                    + "9e01cb04fb711f0100000200000000";
    private static final String RESPONSE =
            "55555555555555550100000002e8140dbbb14a06001305000000000000455552157c4a7fb97937"
                    + "9e01cb04fb711f0100000200010100019be82e50";
    private static final String CLEARING =
            "5555555555555555020000000593006412bf4a06001305000000000000455552157c4a7fb97937"
                    + "9e01cb04fb711f0100000200000000";

    @Test
    void eventRowsOfFlowAHaveTheBytesAndDigestsOfTheContract() {
        EventSlab slab = flowA();
        RowBytes rows = new RowBytes(List.of());
        List<String> hex = new ArrayList<>();
        List<String> digests = new ArrayList<>();
        for (int row = 0; row < slab.size; row++) {
            hex.add(HexFormat.of().formatHex(rows.of(slab, row)));
            RowDigest digest = new RowDigest();
            rows.addTo(digest, slab, row, row + 1);
            digests.add(digest.hex());
        }
        assertThat(hex).containsExactly(REQUEST, RESPONSE, CLEARING);
        assertThat(hex).extracting(text -> text.length() / 2).containsExactly(54, 59, 54);
        assertThat(digests)
                .containsExactly(
                        "7dd33a9e30b36efc73d1032da1225873",
                        "c00adb2b091de5fc2d3d2ef5eff0ff5e",
                        "3ffa4cdf62646d8df9476fd0f76af03e");
        RowDigest all = new RowDigest();
        rows.addTo(all, slab, 0, slab.size);
        assertThat(all.hex()).isEqualTo("7dd862a89c35c2869a55a1f4887e480f");
        RowLinks links = new RowLinks(SlabKind.EVENT);
        links.add(slab, 0, slab.size);
        assertThat(links.texts()).containsOnlyKeys("flow").containsValue("5555555555555555:8e38e38e38e38e39");
    }

    @Test
    void textIsLengthAndUtf8AndNullIsOneZeroByte() {
        RejectSlab slab = new RejectSlab(1);
        int row = slab.addRow();
        slab.sourcePath[row] = "\u00e9";
        slab.sourceRow[row] = 2;
        slab.reason[row] = (byte) RejectReason.SEQ_OUT_OF_RANGE.code();
        slab.columnName[row] = "";
        slab.valueText[row] = null;
        slab.merchantId[row] = 0;
        slab.arrivalSeq[row] = Columns.ABSENT;
        assertThat(HexFormat.of().formatHex(new RowBytes(List.of()).of(slab, row)))
                .isEqualTo("02000000c3a9" + "0200000000000000" + "05" + "0100000000" + "00" + "00" + "00");
    }

    @Test
    void aRowOfADeviceHasItsTypesAsTextAndOneOwner() {
        DeviceSlab slab = new DeviceSlab(1);
        slab.addRow();
        slab.deviceId[0] = 903;
        slab.type[0] = (byte) DeviceType.POS_TERMINAL.code();
        slab.os[0] = (byte) OsFamily.LINUX.code();
        slab.primaryPartyId[0] = Columns.ABSENT;
        slab.primaryMerchantId[0] = 0xF000000000000001L;
        slab.siteId[0] = 7;
        slab.homeRegion[0] = (byte) Region.EMEA.code();
        slab.homeCountry[0] = (short) Iso.pack("DE");
        assertThat(HexFormat.of().formatHex(new RowBytes(List.of()).of(slab, 0)))
                .isEqualTo("8703000000000000" + "0c000000" + hex("POS_TERMINAL") + "05000000" + hex("LINUX") + "00"
                        + "01010000000000" + "00f0" + "010700000000000000" + "04000000" + hex("EMEA") + hex("DE"));
    }

    @Test
    void aRoleRowIsTheRolesOfItsKindOfEntity() {
        FraudRoleSlab slab = new FraudRoleSlab(SlabKind.ACCOUNT_ROLE, 1);
        slab.addRow();
        slab.entityId[0] = 395_042;
        slab.role[0] = (byte) FraudRole.MULE_ACCOUNT.code();
        slab.tier[0] = (byte) RiskTier.HIGH.code();
        assertThat(HexFormat.of().formatHex(new RowBytes(List.of()).of(slab, 0)))
                .isEqualTo("2207060000000000" + "0c000000" + hex("MULE_ACCOUNT") + "04");
        assertThatIllegalArgumentException().isThrownBy(() -> new FraudRoleSlab(SlabKind.MERCHANT_ROLE, 1));
    }

    @Test
    void aZoneCountsAsItsTextWhateverItsOrdinal() {
        ArrivalSlab slab = new ArrivalSlab(1);
        slab.addRow();
        slab.countrySource[0] = 1;
        slab.tzidPrimary[0] = 1;
        slab.tzidSettlement[0] = 0;
        slab.tzidOperational[0] = -1;
        byte[] bytes = new RowBytes(List.of("Asia/Tokyo", "UTC")).of(slab, 0);
        String tail = "03000000" + hex("UTC") + "01" + "0a000000" + hex("Asia/Tokyo") + "00";
        assertThat(HexFormat.of().formatHex(bytes)).endsWith(tail);
        slab.tzidPrimary[0] = 0;
        slab.tzidSettlement[0] = 1;
        assertThat(new RowBytes(List.of("UTC", "Asia/Tokyo")).of(slab, 0)).isEqualTo(bytes);
    }

    @Test
    void aWordCountsAsItsTextAndColumnsInFlightDoNotCount() {
        AccountingSlab slab = new AccountingSlab(1);
        slab.addRow();
        slab.stage[0] = 1;
        slab.family[0] = 2;
        slab.decision[0] = 1;
        slab.evaluations[0] = 7;
        slab.draws[0] = 14;
        slab.blocks[0] = 7;
        assertThat(HexFormat.of().formatHex(new RowBytes(List.of()).of(slab, 0)))
                .isEqualTo("01" + "1a000000" + hex("rng_event_session_boundary") + "07000000" + hex("CHANNEL")
                        + "0700000000000000" + "0e00000000000000" + "0700000000000000");
        SessionedSlab entities = new SessionedSlab(1);
        entities.addRow();
        RowBytes rows = new RowBytes(List.of("UTC"));
        byte[] before = rows.of(entities, 0);
        entities.merchantOrdinal[0] = 9;
        assertThat(rows.of(entities, 0)).isEqualTo(before);
    }

    @Test
    void batchesOfAnySizeGiveOneDigest() {
        EventSlab slab = new EventSlab(1000);
        for (int row = 0; row < 1000; row++) {
            slab.addRow();
            slab.flowId[row] = KeyBucket.mix64(row);
            slab.instrumentId[row] = row % 3 == 0 ? Columns.ABSENT : row;
            slab.approvalCode[row] = row % 5 == 0 ? -1 : row;
        }
        RowBytes rows = new RowBytes(List.of());
        RowDigest whole = new RowDigest();
        rows.addTo(whole, slab, 0, 1000);
        RowDigest single = new RowDigest();
        for (int row = 999; row >= 0; row--) {
            byte[] bytes = rows.of(slab, row);
            single.addRow(bytes, 0, bytes.length);
        }
        assertThat(whole.hex()).isEqualTo(single.hex());
    }

    private static EventSlab flowA() {
        EventSlab slab = new EventSlab(3);
        event(slab, EventType.AUTH_REQUEST, "2026-02-13T10:04:27.318204Z");
        event(slab, EventType.AUTH_RESPONSE, "2026-02-13T10:04:28.127464Z");
        event(slab, EventType.CLEARING, "2026-02-14T01:59:28.016531Z");
        slab.authResult[1] = (byte) AuthResult.APPROVED.code();
        slab.approvalCode[1] = 1345251483;
        return slab;
    }

    private static void event(EventSlab slab, EventType type, String time) {
        Instant instant = Instant.parse(time);
        int row = slab.addRow();
        slab.flowId[row] = 6148914691236517205L;
        slab.eventSeq[row] = row;
        slab.eventType[row] = (byte) type.code();
        slab.tsMicros[row] = instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
        slab.amountMinor[row] = 1299;
        slab.currency[row] = (short) Iso.pack("EUR");
        slab.merchantId[row] = Long.parseUnsignedLong("11400714819323198485");
        slab.instrumentId[row] = 1234567890123L;
        slab.channel[row] = (byte) Channel.POS.code();
        slab.approvalCode[row] = -1;
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}

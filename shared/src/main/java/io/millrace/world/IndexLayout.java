package io.millrace.world;

import java.nio.charset.StandardCharsets;

/**
 * The file {@code entity_index.bin}: a header page, then sections at multiples of 4,096, all little-endian. No value
 * straddles 8 bytes, and no record of a party straddles a chunk, so a reader maps chunk by chunk and never copies.
 *
 * <pre>
 * header   magic, u32 format, u32 flags, u32 chunk bits, u32 sections, u64 file length, 32 bytes content digest,
 *          per section: 8 bytes tag, u64 offset, u64 length, u32 element size, u32 CRC-32C; last: u32 CRC-32C
 * INFO     canonical JSON: axes, source digests, tokens, activity values, counts
 * PARTYID  i64: ids by ordinal; empty when they are 1, 2, 3 and so on
 * RECORDS  by party: u8 accounts, u8 devices, u16 instruments, u16 ips, u16 device ips; i64 ids of accounts,
 *          instruments, devices, ips; u16 ip slots by device; u16 ips per device; u8 account class, instrument kind,
 *          instrument's account, device group, ip group; padded to 8
 * PARTY    16 bytes by ordinal: u32 record offset / 8, u32 weight * 1000, u16 country, u8 segment, u8 type, i32 zone
 * ORDER    u32: ordinals of pickable parties by (cell, rank)
 * CELLS    16 bytes: u16 country, u8 segment, u8 0, i32 zone, u32 first in ORDER, u32 members
 * STRIPS   16 bytes, 14 per cell: u32 first in ORDER, u32 members, u64 weight * 1000
 * TERMOFF  u32 by site, one more at the end; TERMS i64 device ids; both empty without terminals
 * ENDPOFF  u32 by merchant, one more at the end; ENDP 16 bytes: i64 ip id, u16 country, 6 bytes 0; ditto
 * </pre>
 *
 * A CRC covers its section up to the next multiple of 4,096, so that every byte of the file is under one. The content
 * digest is SHA-256 over everything after the header, then the header with digest and CRC 0.
 */
final class IndexLayout {
    static final long MAGIC = word("MLRUIDX1");
    static final int FORMAT = 1;
    static final int FLAG_DENSE = 1;
    static final int FLAG_FOREIGN = 2;
    static final int PAGE = 4_096;
    /** Chunks of 1 GiB: a mapping of Java 17 holds less than 2 GiB. */
    static final int CHUNK_BITS = 30;

    static final int FORMAT_AT = 8;
    static final int FLAGS_AT = 12;
    static final int CHUNK_BITS_AT = 16;
    static final int SECTIONS_AT = 20;
    static final int LENGTH_AT = 24;
    static final int DIGEST_AT = 32;
    static final int DIGEST_BYTES = 32;
    static final int TABLE_AT = 64;
    static final int TABLE_ENTRY = 32;
    static final int HEADER_CRC_AT = PAGE - 4;

    static final int PARTY_BYTES = 16;
    static final int CELL_BYTES = 16;
    static final int STRIP_BYTES = 16;
    static final int ENDPOINT_BYTES = 16;
    static final int RECORD_HEAD_BYTES = 8;

    private IndexLayout() {}

    /** Sections in file order, with the size of their elements; 0 when it varies. */
    enum Section {
        INFO(0),
        PARTYID(8),
        RECORDS(0),
        PARTY(PARTY_BYTES),
        ORDER(4),
        CELLS(CELL_BYTES),
        STRIPS(STRIP_BYTES),
        TERMOFF(4),
        TERMS(8),
        ENDPOFF(4),
        ENDP(ENDPOINT_BYTES);

        private final int elementBytes;

        Section(int elementBytes) {
            this.elementBytes = elementBytes;
        }

        int elementBytes() {
            return elementBytes;
        }

        long tag() {
            return word(name());
        }
    }

    /** Bytes of the record of a party, a multiple of 8. */
    static int recordBytes(int accounts, int instruments, int devices, int ips, int entries) {
        int longs = accounts + instruments + devices + ips;
        int shorts = entries + devices;
        int bytes = accounts + 2 * instruments + devices + ips;
        return (RECORD_HEAD_BYTES + 8 * longs + 2 * shorts + bytes + 7) & -8;
    }

    static long padded(long length) {
        return (length + PAGE - 1) & -PAGE;
    }

    private static long word(String ascii) {
        byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        long word = 0;
        for (int i = bytes.length - 1; i >= 0; i--) {
            word = word << 8 | bytes[i];
        }
        return word;
    }
}

package io.millrace.job.prepare;

import io.millrace.arrivals.ForeignArrival;
import io.millrace.arrivals.Survey;
import io.millrace.arrivals.Tally;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** What travels between the operators of prepare, and its bytes; never in a savepoint, so layouts may change freely. */
enum RecordKind {
    ARRIVAL(ForeignArrival.class) {
        @Override
        void write(Object record, DataOutputView out) throws IOException {
            writeArrival((ForeignArrival) record, out);
        }

        @Override
        Object read(DataInputView in) throws IOException {
            return readArrival(in);
        }
    },
    TALLY(Tally.class) {
        @Override
        void write(Object record, DataOutputView out) throws IOException {
            writeTally((Tally) record, out);
        }

        @Override
        Object read(DataInputView in) throws IOException {
            return readTally(in);
        }
    },
    SURVEY(Survey.class) {
        @Override
        void write(Object record, DataOutputView out) throws IOException {
            Survey survey = (Survey) record;
            out.writeInt(survey.size());
            for (Tally tally : survey.tallies()) {
                writeTally(tally, out);
            }
        }

        @Override
        Object read(DataInputView in) throws IOException {
            Survey survey = new Survey();
            for (int left = in.readInt(); left > 0; left--) {
                survey.add(readTally(in));
            }
            return survey;
        }
    },
    PART(WorldPart.class) {
        @Override
        void write(Object record, DataOutputView out) throws IOException {
            WorldPart part = (WorldPart) record;
            out.writeUTF(part.datasetId());
            out.writeUTF(part.path());
            out.writeLong(part.rows());
            out.writeUTF(part.rowDigest());
            out.writeLong(part.sizeBytes());
        }

        @Override
        Object read(DataInputView in) throws IOException {
            return new WorldPart(in.readUTF(), in.readUTF(), in.readLong(), in.readUTF(), in.readLong());
        }
    };

    private static final Tally.Kind[] TALLY_KINDS = Tally.Kind.values();

    private final Class<?> type;

    RecordKind(Class<?> type) {
        this.type = type;
    }

    Class<?> type() {
        return type;
    }

    abstract void write(Object record, DataOutputView out) throws IOException;

    /** A fresh record: whoever receives it may keep it. */
    abstract Object read(DataInputView in) throws IOException;

    private static void writeArrival(ForeignArrival row, DataOutput out) throws IOException {
        out.writeInt(row.sourceFile);
        out.writeLong(row.sourceRow);
        out.writeByte(row.reason);
        out.writeLong(row.merchantId);
        out.writeLong(row.arrivalSeq);
        out.writeLong(row.tsMicros);
        out.writeInt(row.bucketIndex);
        out.writeByte(row.channel);
        out.writeShort(row.country);
        out.writeByte(row.countrySource);
        out.writeBoolean(row.isVirtual);
        out.writeLong(row.siteId);
        out.writeLong(row.edgeId);
        out.writeShort(row.zone);
        out.writeShort(row.tzidPrimary);
        out.writeShort(row.tzidSettlement);
        out.writeShort(row.tzidOperational);
        if (row.isRejected()) {
            writeText(row.rejectColumn, out);
            writeText(row.rejectText, out);
        }
    }

    private static ForeignArrival readArrival(DataInput in) throws IOException {
        ForeignArrival row = new ForeignArrival();
        row.sourceFile = in.readInt();
        row.sourceRow = in.readLong();
        row.reason = in.readByte();
        row.merchantId = in.readLong();
        row.arrivalSeq = in.readLong();
        row.tsMicros = in.readLong();
        row.bucketIndex = in.readInt();
        row.channel = in.readByte();
        row.country = in.readShort();
        row.countrySource = in.readByte();
        row.isVirtual = in.readBoolean();
        row.siteId = in.readLong();
        row.edgeId = in.readLong();
        row.zone = in.readShort();
        row.tzidPrimary = in.readShort();
        row.tzidSettlement = in.readShort();
        row.tzidOperational = in.readShort();
        if (row.isRejected()) {
            row.rejectColumn = readText(in);
            row.rejectText = readText(in);
        }
        return row;
    }

    private static void writeText(String text, DataOutput out) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private static String readText(DataInput in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }

    private static void writeTally(Tally tally, DataOutput out) throws IOException {
        Tally.Key key = tally.key();
        out.writeByte(key.kind().ordinal());
        out.writeLong(key.merchantId());
        out.writeLong(key.id());
        out.writeShort(key.zone());
        out.writeShort(key.country());
        out.writeByte(key.code());
        out.writeBoolean(key.isVirtual());
        out.writeLong(tally.rows());
        out.writeLong(tally.firstMicros());
        out.writeLong(tally.lastMicros());
        out.writeLong(tally.seqMax());
    }

    private static Tally readTally(DataInput in) throws IOException {
        Tally.Key key = new Tally.Key(
                TALLY_KINDS[in.readByte()],
                in.readLong(),
                in.readLong(),
                in.readShort(),
                in.readShort(),
                in.readByte(),
                in.readBoolean());
        return new Tally(key, in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }
}

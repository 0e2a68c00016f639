package io.millrace.job.slab;

import io.millrace.slab.AccountingSlab;
import io.millrace.slab.SlabKind;
import org.apache.flink.util.OutputTag;

/** Side output on which every stage reports its draws, once, at the end of its input. */
public final class AccountingTag {
    public static final OutputTag<AccountingSlab> TAG =
            new OutputTag<>("accounting", SlabTypeInfo.<AccountingSlab>of(SlabKind.ACCOUNTING));

    private AccountingTag() {}
}

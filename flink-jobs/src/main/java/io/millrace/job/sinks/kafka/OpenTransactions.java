package io.millrace.job.sinks.kafka;

import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;

/** Transactions that somebody began and nobody has ended. Messages behind them are hidden from readers of committed ones. */
public final class OpenTransactions {
    private OpenTransactions() {}

    /** Ids that begin with a prefix, sorted. */
    static List<String> of(Admin admin, String prefix) throws ExecutionException, InterruptedException {
        return admin
                .listTransactions(new ListTransactionsOptions().filterStates(List.of(TransactionState.ONGOING)))
                .all()
                .get()
                .stream()
                .map(TransactionListing::transactionalId)
                .filter(id -> id.startsWith(prefix))
                .sorted()
                .toList();
    }

    /**
     * Ends those that nobody can commit any more, and shuts out whoever may still write in them.
     *
     * @throws io.millrace.base.ContractException BROKER_UNREACHABLE, BROKER_REFUSED
     */
    public static void abort(BrokerAccess access, String prefix) throws InterruptedException {
        try (Admin admin = access.admin()) {
            List<String> open = of(admin, prefix);
            if (!open.isEmpty()) {
                admin.fenceProducers(open).all().get();
            }
        } catch (ExecutionException | KafkaException e) {
            throw BrokerProblems.failed(access, e);
        }
    }
}

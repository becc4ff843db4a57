package dev.sluice.control.diagnosis;

import dev.sluice.pool.statistic.Statistic;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The answer to the question why a pool is slow. Immutable.
 *
 * @param pool the name of the pool
 * @param verdict the situation in words
 * @param bottleneck the cause
 * @param summary the cause in words, with its numbers
 * @param findings the numbers behind the cause, and what else is unusual
 * @param holders groups of holders, the largest first, at most 20
 * @param proposals the next steps, the best first
 * @param missing what was not examined, and why; null if all was
 */
public record Diagnosis(
        @Statistic("Name of the pool.") String pool,

        @Statistic("Situation in words.") String verdict,

        @Statistic("Cause for which callers wait, or are refused.")
        Bottleneck bottleneck,

        @Statistic("The cause in words, with its numbers.") String summary,

        @Statistic("Numbers behind the cause, and what else is unusual.")
        List<String> findings,

        @Statistic("Groups of holders, the largest first, at most 20.")
        List<HolderGroup> holders,

        @Statistic("Next steps, the best first.") List<Proposal> proposals,

        @Statistic("What was not examined, and why; null if all was.") @Nullable
        String missing) {

    /** Maximum number of groups. */
    static final int MOST_GROUPS = 20;

    /** Copies the lists. */
    public Diagnosis {
        findings = List.copyOf(findings);
        holders = List.copyOf(holders);
        proposals = List.copyOf(proposals);
    }

    /** Returns the same diagnosis with the change applied to its sentences. */
    public Diagnosis withWords(UnaryOperator<String> change) {
        return new Diagnosis(
                pool,
                verdict,
                bottleneck,
                change.apply(summary),
                findings.stream().map(change).toList(),
                holders,
                proposals,
                missing);
    }
}

package dev.sluice.control.policy;

/** A rule that makes no sense, or that there is not. The message names its key as in a configuration, and the value. */
public final class BadRule extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient RuleKey key;
    private final String problem;

    BadRule(RuleKey key, String problem) {
        super(key + " " + problem);
        this.key = key;
        this.problem = problem;
    }

    /** Creates the exception for a refused policy: the message begins with the key. */
    public static BadRule of(IllegalArgumentException refusal) {
        return of(RuleKey.ROOT, refusal);
    }

    /** The same, where the key in the message goes on from this one. */
    static BadRule of(RuleKey at, IllegalArgumentException refusal) {
        if (refusal instanceof BadRule bad) {
            return bad;
        }
        String[] words = String.valueOf(refusal.getMessage()).split(" ", 2);
        RuleKey key = at;
        for (String name : RuleKey.parse(words[0]).path()) {
            key = key.child(name);
        }
        return new BadRule(key, words[words.length - 1]);
    }

    /** The rule. */
    public RuleKey key() {
        return key;
    }

    /** Returns the problem with the rule, with its value. */
    public String problem() {
        return problem;
    }
}

package dev.sluice.control.policy;

/** Reports a rule that is invalid or unknown. The message names its key as in a configuration, and the value. */
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

    /** Creates the exception for a refusal whose message begins with a key relative to the given key. */
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

    /** Returns the key of the rule. */
    public RuleKey key() {
        return key;
    }

    /** Returns the problem with the rule, with its value. */
    public String problem() {
        return problem;
    }
}

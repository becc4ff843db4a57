package dev.sluice.adapter.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Reads the value of an option whose value is optional. The value follows {@code =}, so that the next word is a
 * parameter of the command.
 */
final class AttachedValue implements IParameterPreprocessor {

    @Override
    @SuppressWarnings("JdkObsolete") // the interface uses it
    public boolean preprocess(Stack<String> args, CommandSpec command, ArgSpec option, Map<String, Object> info) {
        if ("=".equals(info.get("separator"))) {
            return false;
        }
        args.push(((OptionSpec) option).fallbackValue());
        return false;
    }
}

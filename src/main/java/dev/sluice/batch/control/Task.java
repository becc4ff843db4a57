package dev.sluice.batch.control;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The work of a batch. */
public sealed interface Task {

    /** Returns the task in words, without the jobs. Tasks with the same words have the same effect for a job. */
    String words();

    /** Returns the kind of the task, for clients that must not see its details. */
    String kind();

    /** Returns whether the sender of the order provides the SQL. */
    boolean bringsSql();

    /** Returns the source of the rows, or null if the task has none. */
    @Nullable
    RowSource rows();

    /** Returns the same task for the failed jobs. */
    Task again(Path failed);

    /**
     * The demonstration, which writes users by number.
     *
     * @param jobs number of jobs
     * @param again the file of failed jobs, which are then done instead, or null
     */
    record Demo(long jobs, @Nullable Path again) implements Task {

        /** Creates the demonstration with jobs from zero on. */
        public Demo(long jobs) {
            this(jobs, null);
        }

        @Override
        public String words() {
            return kind();
        }

        @Override
        public String kind() {
            return "demonstration";
        }

        @Override
        public boolean bringsSql() {
            return false;
        }

        @Override
        public @Nullable RowSource rows() {
            return null;
        }

        @Override
        public Task again(Path failed) {
            return new Demo(0, failed);
        }
    }

    /**
     * A statement for each row.
     *
     * @param statement has named parameters, which are columns of the rows
     * @param rows the source of the rows
     */
    record Sql(String statement, RowSource rows) implements Task {

        @Override
        public String words() {
            return statement.strip();
        }

        @Override
        public String kind() {
            return "sql";
        }

        @Override
        public boolean bringsSql() {
            return true;
        }

        @Override
        public Task again(Path failed) {
            return new Sql(statement, new RowSource.Failed(failed));
        }
    }

    /**
     * The application's own code.
     *
     * @param handler the name of its bean
     * @param rows the source of its rows
     */
    record Handled(String handler, RowSource rows) implements Task {

        @Override
        public String words() {
            return kind();
        }

        @Override
        public String kind() {
            return "handler '" + handler + "'";
        }

        @Override
        public boolean bringsSql() {
            return rows instanceof RowSource.Query;
        }

        @Override
        public Task again(Path failed) {
            return new Handled(handler, new RowSource.Failed(failed));
        }
    }
}

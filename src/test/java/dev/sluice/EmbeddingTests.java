package dev.sluice;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** A long test, which begins before the short ones. See {@link CampaignTests}. */
@Suite(failIfNoTests = false)
@SelectClasses(names = "dev.sluice.embedding.EmbeddedApplicationTest")
class EmbeddingTests {}

package dev.sluice;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** Two long tests of one build, which begin before the short ones. See {@link CampaignTests}. */
@Suite(failIfNoTests = false)
@SelectClasses(names = {"dev.sluice.embedding.EmbeddedApplicationTest", "dev.sluice.embedding.PackagedServiceTest"})
class EmbeddingTests {}

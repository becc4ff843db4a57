package dev.sluice;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** The longest test: it begins first, because its name comes first, so that no fork waits for it at the end. */
@Suite(failIfNoTests = false)
@SelectClasses(names = "dev.sluice.faults.FaultCampaignTest")
class CampaignTests {}

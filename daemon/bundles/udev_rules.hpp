// Tells udev which devices are readers: those that the installed bundles list. The class it knows by itself.
// Pure.
#pragma once

#include <string>

#include "daemon/bundles/bundle_set.hpp"

namespace scrm::bundles {

/// A file for rules.d, to be read before 70-scrm.rules. Each model once, in order.
std::string udev_rules(const BundleSet& bundles);

}  // namespace scrm::bundles

#include "daemon/bundles/bundle_set.hpp"

#include <algorithm>

namespace scrm::bundles {
namespace {

std::uint32_t joined(std::uint16_t vendor, std::uint16_t product) {
    return static_cast<std::uint32_t>(vendor) << 16 | product;
}

}  // namespace

BundleSet::BundleSet(std::vector<Bundle> bundles) : bundles_(std::move(bundles)) {
    std::ranges::stable_sort(bundles_, {}, &Bundle::specialty);
    for (std::size_t i = 0; i < bundles_.size(); ++i)
        for (std::size_t j = 0; j < bundles_[i].devices.size(); ++j)
            entries_.push_back({joined(bundles_[i].devices[j].vendor, bundles_[i].devices[j].product), i, j});
    std::ranges::stable_sort(entries_, {}, &Entry::ids);
}

std::pair<std::vector<BundleSet::Entry>::const_iterator, std::vector<BundleSet::Entry>::const_iterator>
BundleSet::entries_of(std::uint16_t vendor, std::uint16_t product) const {
    const std::uint32_t ids =
        joined(vendor, product);  // Clang 14 does not take std::ranges::equal_range here
    return {std::ranges::lower_bound(entries_, ids, {}, &Entry::ids),
            std::ranges::upper_bound(entries_, ids, {}, &Entry::ids)};
}

// A bundle that lists the same ids twice is there once: pcscd takes the first, too.
std::vector<BundleSet::Listing> BundleSet::find(std::uint16_t vendor, std::uint16_t product) const {
    std::vector<Listing> found;
    const auto [first, last] = entries_of(vendor, product);
    for (auto entry = first; entry != last; ++entry) {
        const Bundle* const bundle = &bundles_[entry->bundle];
        if (found.empty() || found.back().bundle != bundle)
            found.push_back({bundle, &bundle->devices[entry->device]});
    }
    return found;
}

bool BundleSet::lists(std::uint16_t vendor, std::uint16_t product) const {
    const auto [first, last] = entries_of(vendor, product);
    return first != last;
}

}  // namespace scrm::bundles

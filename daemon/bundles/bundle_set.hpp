// All bundles there are, found by a device's ids.
#pragma once

#include "daemon/bundles/bundle.hpp"

namespace scrm::bundles {

class BundleSet {
  public:
    BundleSet() = default;
    explicit BundleSet(std::vector<Bundle> bundles);

    /// One bundle that lists the ids, and what it says of them; both are the set's.
    struct Listing {
        const Bundle* bundle;
        const SupportedDevice* device;
    };

    /// Those that know the model first, in the order they were given in; then those for the whole class.
    [[nodiscard]] std::vector<Listing> find(std::uint16_t vendor, std::uint16_t product) const;
    [[nodiscard]] bool lists(std::uint16_t vendor, std::uint16_t product) const;
    [[nodiscard]] const std::vector<Bundle>& bundles() const { return bundles_; }

  private:
    struct Entry {
        std::uint32_t ids;
        std::size_t bundle;
        std::size_t device;
    };
    [[nodiscard]] std::pair<std::vector<Entry>::const_iterator, std::vector<Entry>::const_iterator>
    entries_of(std::uint16_t vendor, std::uint16_t product) const;

    std::vector<Bundle> bundles_;
    std::vector<Entry> entries_;  // by ids; among equals, who knows the model first
};

}  // namespace scrm::bundles

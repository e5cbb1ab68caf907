// Which handlers of the installed bundles are there for a device?
#pragma once

#include <filesystem>

#include "daemon/bundles/bundle_set.hpp"
#include "daemon/hosts/handler_catalogue.hpp"

namespace scrm::bundles {

/// An administrator's word: these devices belong to that bundle, whatever others say of them.
struct BundleRule {
    std::uint16_t vendor = 0;
    std::optional<std::uint16_t> product;  // nothing: all of the vendor's
    std::string bundle;                    // "ifd-acsccid.bundle", or without the ending
};

class BundleCatalogue final : public hosts::HandlerCatalogue {
  public:
    /// Reads the bundles of `folder`.
    BundleCatalogue(std::filesystem::path folder, std::vector<BundleRule> rules);

    /// Reads the folder anew; for devices that come from now on.
    void reload();

    /// Whether there is a bundle of that name, be it with or without the ending.
    [[nodiscard]] bool has(const std::string& bundle) const;
    /// Whether any bundle lists the ids.
    [[nodiscard]] bool lists(std::uint16_t vendor, std::uint16_t product) const {
        return bundles_.lists(vendor, product);
    }
    [[nodiscard]] std::vector<hosts::HandlerSpec> handlers_for(
        const drivers::UsbInterface& device) const override;

  private:
    [[nodiscard]] const BundleRule* rule_for(const drivers::UsbInterface& device) const;

    std::filesystem::path folder_;
    std::vector<BundleRule> rules_;
    BundleSet bundles_;
};

}  // namespace scrm::bundles

#include "daemon/bundles/bundle_catalogue.hpp"

#include <algorithm>

#include "daemon/bundles/drop_directory.hpp"
#include "daemon/bundles/usb_device_name.hpp"

namespace scrm::bundles {
namespace {

hosts::HandlerSpec spec_of(const BundleSet::Listing& listing, const drivers::UsbInterface& device) {
    hosts::HandlerSpec spec;
    spec.library = listing.bundle->library;
    spec.device_name = usb_device_name(device);
    spec.channel = first_usb_channel;
    spec.identity = {listing.device->friendly_name, device.interface_name, device.serial};
    spec.match =
        listing.bundle->specialty == Specialty::Models ? drivers::Match::Exact : drivers::Match::Class;
    return spec;
}

bool is_called(const Bundle& bundle, const std::string& name) {
    return bundle.name == name || bundle.name == name + ".bundle";
}

}  // namespace

BundleCatalogue::BundleCatalogue(std::filesystem::path folder, std::vector<BundleRule> rules)
    : folder_(std::move(folder)), rules_(std::move(rules)) {
    reload();
}

void BundleCatalogue::reload() {
    bundles_ = read_drop_directory(folder_);
}

bool BundleCatalogue::has(const std::string& bundle) const {
    return std::ranges::any_of(bundles_.bundles(),
                               [&](const Bundle& each) { return is_called(each, bundle); });
}

const BundleRule* BundleCatalogue::rule_for(const drivers::UsbInterface& device) const {
    const auto found = std::ranges::find_if(rules_, [&](const BundleRule& rule) {
        return rule.vendor == device.vendor && (!rule.product || rule.product == device.product);
    });
    return found == rules_.end() ? nullptr : &*found;
}

std::vector<hosts::HandlerSpec> BundleCatalogue::handlers_for(const drivers::UsbInterface& device) const {
    std::vector<BundleSet::Listing> listings = bundles_.find(device.vendor, device.product);
    const BundleRule* const rule = rule_for(device);
    const auto named = std::ranges::find_if(listings, [&](const BundleSet::Listing& listing) {
        return rule && is_called(*listing.bundle, rule->bundle);
    });
    std::vector<hosts::HandlerSpec> specs;
    if (named != listings.end()) {
        specs.push_back(spec_of(*named, device));
        specs.front().match = drivers::Match::Exact;
        return specs;
    }
    for (const BundleSet::Listing& listing : listings)
        specs.push_back(spec_of(listing, device));
    return specs;
}

}  // namespace scrm::bundles

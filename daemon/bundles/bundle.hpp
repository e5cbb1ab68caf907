// What a bundle's Info.plist says: which handler it holds, and for which devices. Pure.
//
// Of the keys in use these concern whoever looks for a handler: CFBundleExecutable, CFBundleName,
// ifdVendorID, ifdProductID, ifdFriendlyName. The others are the handler's own (ifdDriverOptions,
// ifdLogLevel), or speak to a resource manager that cannot see devices come (ifdCapabilities).
#pragma once

#include <cstdint>
#include <optional>

#include "daemon/bundles/info_plist.hpp"

namespace scrm::bundles {

struct SupportedDevice {
    std::uint16_t vendor = 0;
    std::uint16_t product = 0;
    std::string friendly_name;

    bool operator==(const SupportedDevice&) const = default;
};

enum class Specialty : std::uint8_t {
    Models,    // knows its devices better than others do
    CcidClass  // for any CCID reader (CFBundleName is CCIDCLASSDRIVER): the second choice
};

struct Bundle {
    std::string name;     // its folder's: "ifd-ccid.bundle"
    std::string library;  // the path of the shared object
    Specialty specialty = Specialty::Models;
    std::vector<SupportedDevice> devices;
};

/// What cannot be used costs as little as it can: a broken id costs that device, a missing executable all.
struct BundleReading {
    std::optional<Bundle> bundle;
    std::vector<Complaint> complaints;
};

/// `folder` is the bundle's, "/usr/lib/pcsc/drivers/ifd-ccid.bundle".
BundleReading read_bundle(const std::string& folder, std::string_view info_plist);

}  // namespace scrm::bundles

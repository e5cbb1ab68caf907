// Info.plist texts for tests.
#pragma once

#include <string>
#include <vector>

namespace scrm::bundles::test {

inline std::string string_key(const std::string& key, const std::string& value) {
    return "<key>" + key + "</key>\n<string>" + value + "</string>\n";
}

inline std::string array_key(const std::string& key, const std::vector<std::string>& values) {
    std::string text = "<key>" + key + "</key>\n<array>\n";
    for (const std::string& value : values)
        text += "<string>" + value + "</string>\n";
    return text + "</array>\n";
}

inline std::string plist(const std::string& entries) {
    return "<plist>\n<dict>\n" + entries + "</dict>\n</plist>\n";
}

/// A handler "libx.so" for one device.
inline std::string plist_for(const std::string& vendor, const std::string& product, const std::string& name,
                             const std::string& more = {}) {
    return plist(string_key("CFBundleExecutable", "libx.so") + string_key("ifdVendorID", vendor) +
                 string_key("ifdProductID", product) + string_key("ifdFriendlyName", name) + more);
}

}  // namespace scrm::bundles::test

#include "daemon/bundles/bundle.hpp"

#include <algorithm>
#include <charconv>

namespace scrm::bundles {
namespace {

constexpr std::string_view class_driver = "CCIDCLASSDRIVER";

const PlistValue* find(const Plist& plist, std::string_view key) {
    const auto found = plist.find(key);
    return found == plist.end() || found->second.strings.empty() ? nullptr : &found->second;
}

std::optional<std::uint16_t> parse_id(std::string_view text) {
    if (text.starts_with("0x") || text.starts_with("0X"))
        text.remove_prefix(2);
    std::uint16_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id, 16);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return id;
}

// The three lists go together, entry by entry.
struct DeviceLists {
    const PlistValue* vendors;
    const PlistValue* products;
    const PlistValue* names;

    [[nodiscard]] std::size_t shortest() const {
        return std::min({vendors->strings.size(), products->strings.size(), names->strings.size()});
    }
    [[nodiscard]] std::size_t longest() const {
        return std::max({vendors->strings.size(), products->strings.size(), names->strings.size()});
    }
};

void read_devices(const DeviceLists& lists, Bundle& bundle, std::vector<Complaint>& complaints) {
    if (lists.shortest() != lists.longest())
        complaints.push_back(
            {lists.vendors->line,
             "ifdVendorID, ifdProductID and ifdFriendlyName must be equally many; the first " +
                 std::to_string(lists.shortest()) + " of each are used"});
    for (std::size_t i = 0; i < lists.shortest(); ++i) {
        const PlistString& vendor_text = lists.vendors->strings[i];
        const PlistString& product_text = lists.products->strings[i];
        const auto vendor = parse_id(vendor_text.text);
        const auto product = parse_id(product_text.text);
        if (vendor && product)
            bundle.devices.push_back({*vendor, *product, lists.names->strings[i].text});
        else
            complaints.push_back({(vendor ? product_text : vendor_text).line,
                                  "'" + (vendor ? product_text : vendor_text).text +
                                      "' is no id: hexadecimal such as 0x08E6 was expected"});
    }
}

std::string file_name(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
}

}  // namespace

BundleReading read_bundle(const std::string& folder, std::string_view info_plist) {
    BundleReading reading;
    const auto refuse = [&](Complaint complaint) {
        reading.complaints.push_back(std::move(complaint));
        return reading;
    };
    const auto parsed = parse_plist(info_plist);
    if (const auto* complaint = std::get_if<Complaint>(&parsed))
        return refuse(*complaint);
    const Plist& plist = std::get<Plist>(parsed);

    const PlistValue* const executable = find(plist, "CFBundleExecutable");
    if (!executable)
        return refuse({1, "CFBundleExecutable is missing: it names the handler"});
    const std::string& library = executable->strings.front().text;
    if (library.empty() || library.find('/') != std::string::npos)
        return refuse({executable->line, "CFBundleExecutable must be the name of a file in Contents/Linux"});

    const DeviceLists lists{find(plist, "ifdVendorID"), find(plist, "ifdProductID"),
                            find(plist, "ifdFriendlyName")};
    if (!lists.vendors || !lists.products || !lists.names)
        return refuse(
            {1,
             "ifdVendorID, ifdProductID and ifdFriendlyName are needed: they say for which devices it is"});

    const PlistValue* const name = find(plist, "CFBundleName");
    const bool any_ccid = name && name->strings.front().text == class_driver;
    Bundle bundle{file_name(folder),
                  folder + "/Contents/Linux/" + library,
                  any_ccid ? Specialty::CcidClass : Specialty::Models,
                  {}};
    read_devices(lists, bundle, reading.complaints);
    reading.bundle = std::move(bundle);
    return reading;
}

}  // namespace scrm::bundles

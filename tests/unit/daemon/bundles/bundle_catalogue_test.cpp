#include "daemon/bundles/bundle_catalogue.hpp"

#include <catch2/catch.hpp>

#include "tests/fakes/temporary_folder.hpp"
#include "tests/unit/daemon/bundles/plist_text.hpp"

using namespace scrm::bundles;
using namespace scrm::bundles::test;
using scrm::drivers::Match;
using scrm::drivers::UsbInterface;
using scrm::fakes::TemporaryFolder;
using Names = std::vector<std::string>;

namespace {

struct DropDirectory {
    void install(const std::string& name, const std::string& info_plist) const {
        folder.write(name + "/Contents/Info.plist", info_plist);
        folder.write(name + "/Contents/Linux/libx.so", "ELF");
    }

    TemporaryFolder folder;
};

UsbInterface device(std::uint16_t vendor = 0x08E6, std::uint16_t product = 0x3437) {
    UsbInterface usb;
    usb.vendor = vendor;
    usb.product = product;
    usb.number = 1;
    usb.node = "/dev/bus/usb/001/004";
    usb.interface_name = "CCID Interface";
    usb.serial = "0815";
    return usb;
}

Names friendly_names(const BundleCatalogue& catalogue, const UsbInterface& usb) {
    Names names;
    for (const auto& spec : catalogue.handlers_for(usb))
        names.push_back(spec.identity.friendly_name);
    return names;
}

const std::string class_driver = string_key("CFBundleName", "CCIDCLASSDRIVER");

}  // namespace

TEST_CASE("a handler is told all it needs to open the device") {
    const DropDirectory drop;
    drop.install("x.bundle", plist_for("0x08E6", "0x3437", "Twin"));
    const BundleCatalogue catalogue(drop.folder.path(), {});
    const auto specs = catalogue.handlers_for(device());
    REQUIRE(specs.size() == 1);
    CHECK(specs[0].library == (drop.folder / "x.bundle/Contents/Linux/libx.so").string());
    CHECK(specs[0].device_name == "usb:08e6/3437:libudev:1:/dev/bus/usb/001/004");
    CHECK(specs[0].identity.friendly_name == "Twin");
    CHECK(specs[0].identity.interface_name == "CCID Interface");
    CHECK(specs[0].identity.serial == "0815");
    CHECK(specs[0].match == Match::Exact);
    CHECK(catalogue.lists(0x08E6, 0x3437));
    CHECK_FALSE(catalogue.lists(0x3437, 0x08E6));
    CHECK(catalogue.handlers_for(device(1, 1)).empty());
}

TEST_CASE("the driver for the whole class is the second choice, whatever its name") {
    const DropDirectory drop;
    drop.install("a.bundle", plist_for("0x08E6", "0x3437", "class", class_driver));
    drop.install("b.bundle", plist_for("0x08E6", "0x3437", "special"));
    const BundleCatalogue catalogue(drop.folder.path(), {});
    CHECK(friendly_names(catalogue, device()) == Names{"special", "class"});
    CHECK(catalogue.handlers_for(device())[1].match == Match::Class);
}

TEST_CASE("a bundle that lists a device twice is tried once, by its first word") {
    const DropDirectory drop;
    drop.install(
        "x.bundle",
        plist(string_key("CFBundleExecutable", "libx.so") + array_key("ifdVendorID", {"1", "1"}) +
              array_key("ifdProductID", {"2", "2"}) + array_key("ifdFriendlyName", {"first", "second"})));
    CHECK(friendly_names(BundleCatalogue(drop.folder.path(), {}), device(1, 2)) == Names{"first"});
}

TEST_CASE("a broken bundle costs itself only") {
    const DropDirectory drop;
    drop.install("a.bundle", "<plist><dict><key>");
    drop.folder.write("b.bundle/Contents/Info.plist", plist_for("1", "2", "no handler"));
    drop.folder.write("c.bundle/README", "no Info.plist");
    drop.install("not-a-bundle", plist_for("1", "2", "elsewhere"));
    drop.install("d.bundle", plist_for("1", "2", "whole"));
    CHECK(friendly_names(BundleCatalogue(drop.folder.path(), {}), device(1, 2)) == Names{"whole"});
}

TEST_CASE("without a drop directory there are no handlers") {
    const BundleCatalogue catalogue("/nowhere/at/all", {});
    CHECK(catalogue.handlers_for(device()).empty());
}

TEST_CASE("a bundle is there under its name, with and without the ending") {
    const DropDirectory drop;
    drop.install("x.bundle", plist_for("0x08E6", "0x3437", "Twin"));
    const BundleCatalogue catalogue(drop.folder.path(), {});
    CHECK(catalogue.has("x"));
    CHECK(catalogue.has("x.bundle"));
    CHECK_FALSE(catalogue.has("y"));
    CHECK_FALSE(catalogue.has(""));
}

TEST_CASE("what is installed later is found after a reload") {
    const DropDirectory drop;
    BundleCatalogue catalogue(drop.folder.path(), {});
    drop.install("x.bundle", plist_for("0x08E6", "0x3437", "Twin"));
    CHECK(catalogue.handlers_for(device()).empty());
    catalogue.reload();
    CHECK(friendly_names(catalogue, device()) == Names{"Twin"});
}

TEST_CASE("an administrator's rule leaves one bundle, as the best") {
    const DropDirectory drop;
    drop.install("class.bundle", plist_for("0x08E6", "0x3437", "class", class_driver));
    drop.install("special.bundle", plist_for("0x08E6", "0x3437", "special"));
    const auto under = [&](const BundleRule& rule) {
        return friendly_names(BundleCatalogue(drop.folder.path(), {rule}), device());
    };
    CHECK(under({0x08E6, 0x3437, "class.bundle"}) == Names{"class"});
    CHECK(under({0x08E6, std::nullopt, "class"}) == Names{"class"});
    CHECK(under({0x08E6, 0x3438, "class"}) == Names{"special", "class"});
    CHECK(under({0x08E6, 0x3437, "unknown"}) == Names{"special", "class"});
    CHECK(BundleCatalogue(drop.folder.path(), {{0x08E6, {}, "class"}}).handlers_for(device())[0].match ==
          Match::Exact);
}

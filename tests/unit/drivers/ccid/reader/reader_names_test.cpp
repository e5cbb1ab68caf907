// How a reader is called, by what its device says of itself.
#include "tests/unit/drivers/ccid/reader_bench.hpp"

namespace scrm::ccid {
namespace {

std::string name_of(const std::string& maker, const std::string& product) {
    boost::asio::io_context loop;
    usb::InterfaceDescription description = fakes::golden_reader("AF Care One").description();
    description.place.manufacturer_name = maker;
    description.place.product_name = product;
    auto facts = facts_of(description, {}, {}, std::make_shared<SpeedMemory>());
    auto usb = std::make_unique<fakes::ScriptedUsbInterface>(loop.get_executor(), description);
    const CcidReader reader(loop.get_executor(), std::move(usb), std::move(std::get<ReaderFacts>(facts)));
    return reader.identity().friendly_name;
}

TEST_CASE("a reader is called by its maker and product, the maker not twice") {
    CHECK(name_of("Maker", "Reader") == "Maker Reader");
    CHECK(name_of("Maker", "Maker Reader") == "Maker Reader");
    CHECK(name_of("", "Reader") == "Reader");
    CHECK(name_of("Maker", "") == "Maker");
    CHECK(name_of("", "") == "USB smart card reader");
}

}  // namespace
}  // namespace scrm::ccid

// Raw configuration descriptors, also broken ones.
#include "drivers/usb/configuration.hpp"

#include <catch2/catch.hpp>

namespace scrm::usb {
namespace {

using Data = std::vector<std::uint8_t>;

const Data device{18, 1, 0, 2, 0, 0, 0, 64, 9, 0x12, 1, 0, 0, 1, 0, 0, 0, 2};

/// A keyboard and a reader with two alternate settings; class descriptors before and after the endpoints.
const Data composite{9, 2,    83,   0, 2,    1,    0,  0x80, 50,  // configuration 1, two interfaces
                     9, 4,    0,    0, 1,    3,    1,  1,    0,   // interface 0, a keyboard
                     7, 5,    0x81, 3, 8,    0,    10,            //
                     9, 4,    1,    0, 2,    0x0B, 0,  0,    5,   // interface 1
                     5, 0x21, 1,    2, 3,                         //
                     9, 5,    0x02, 2, 0x00, 0x02, 0,  0,    0,   // a long endpoint descriptor, 512 bytes
                     7, 5,    0x83, 2, 64,   0,    0,             //
                     4, 0xFF, 8,    9,                            // behind the last endpoint
                     9, 4,    1,    1, 0,    0x0B, 0,  0,    0,   // alternate setting 1
                     6, 0x24, 0,    0, 0,    0,                   //
                     9, 4,    2,    0, 0,    0xFF, 0,  0,    0};  // interface 2

Data operator+(Data left, const Data& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

}  // namespace

TEST_CASE("An interface is found with its endpoints and what stands beside them") {
    const auto found = find_interface(composite, 1);
    REQUIRE(found);
    CHECK(found->interface_class == 0x0B);
    CHECK(found->extra == Data{5, 0x21, 1, 2, 3});
    REQUIRE(found->endpoints.size() == 2);
    CHECK(found->endpoints[0].address == 0x02);
    CHECK(found->endpoints[0].max_packet == 512);
    CHECK_FALSE(found->endpoints[0].is_in());
    CHECK(found->endpoints[1].is_in());
    CHECK(found->endpoints[1].extra == Data{4, 0xFF, 8, 9});
    CHECK(interface_count(composite) == 2);
    REQUIRE(find_interface(composite, 0));
    CHECK(find_interface(composite, 0)->endpoints[0].type == EndpointType::Interrupt);
    CHECK(find_interface(composite, 2)->endpoints.empty());
    CHECK_FALSE(find_interface(composite, 3));
    CHECK(interfaces_of(composite).size() == 3);  // other settings are none of their own
}

TEST_CASE("The active configuration is found behind the device descriptor") {
    const Data second{9, 2, 9, 0, 0, 7, 0, 0x80, 50};
    Data first = composite;
    first[2] = static_cast<std::uint8_t>(first.size());
    const Data node = device + first + second;
    CHECK(find_configuration(node, 7).size() == 9);
    CHECK(find_configuration(node, 1).size() == first.size());
    CHECK(find_configuration(node, 42).size() == first.size());
    CHECK(find_configuration(device, 1).empty());
    CHECK(find_configuration({}, 1).empty());
}

TEST_CASE("Lengths that lie lead nowhere") {
    for (std::size_t size = 0; size < composite.size(); ++size) {
        const Data cut(composite.begin(), composite.begin() + static_cast<std::ptrdiff_t>(size));
        (void)find_interface(cut, 1);
        (void)find_configuration(device + cut, 1);
        (void)interface_count(cut);
    }
    Data endless = composite;
    endless[18] = 0;  // a descriptor of no length
    CHECK(find_interface(endless, 0)->endpoints.empty());
    CHECK_FALSE(find_interface(endless, 1));
    Data boastful = composite;
    boastful[2] = boastful[3] = 0xFF;
    CHECK(find_configuration(device + boastful, 1).size() == composite.size());
}

}  // namespace scrm::usb

#include "daemon/daemon.hpp"

#include <array>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <functional>

#include "daemon/access/polkit.hpp"
#include "daemon/access/seats.hpp"
#include "daemon/device_sources.hpp"
#include "daemon/handler_tuning.hpp"
#include "daemon/hosts/hosted_driver.hpp"
#include "daemon/hotplug/devices.hpp"
#include "daemon/log/log.hpp"
#include "daemon/service/descriptor_limit.hpp"
#include "daemon/service/listening_socket.hpp"
#include "daemon/service/loop.hpp"
#include "daemon/service/loop_watch.hpp"
#include "daemon/service/pid_file.hpp"
#include "daemon/service/priority.hpp"
#include "daemon/service/sleep_watch.hpp"
#include "daemon/service_life.hpp"
#include "daemon/sessions/acceptor.hpp"
#include "daemon/transaction_log.hpp"
#include "daemon/usb_readers.hpp"
#include "drivers/api/spawn.hpp"
#include "drivers/virtual/control_socket.hpp"
#include "drivers/virtual/virtual_driver.hpp"

namespace scrm {
namespace {

namespace asio = boost::asio;

config::TimeSetting idle_exit(const config::Options& options, const config::Settings& settings) {
    return options.lifetime == config::Lifetime::UntilIdle ? settings.idle_exit : std::nullopt;
}

// Of the loop: room for a client or two to come in and be answered. More must not put the readers off.
constexpr std::size_t first_turns = 16;

// Everything that lives as long as the daemon, in the order in which it is built; it ends in the reverse.
class Daemon {
  public:
    Daemon(const config::Options& options, const config::Settings& settings)
        : settings_(settings),
          socket_(options.socket),
          listening_(options.socket),
          registry_(loop_.get_executor(),
                    readers::PowerPolicy{settings.power_off_after, settings.power_never_readers,
                                         settings.power_never_cards},
                    logged_transactions(settings), name_rules(options)),
          house_(registry_,
                 {settings.user_limits.contexts, settings.user_limits.handles, settings.user_limits.waiting}),
          sources_(loop_.get_executor(), options, settings, devices_),
          devices_(loop_.get_executor(), registry_, {drivers_.begin(), drivers_.end()},
                   1 + DeviceSources::monitors, driver_rules(settings)),
          acceptor_(loop_.get_executor(), listening_.release(), house_),
          service_life_(loop_.get_executor(), registry_, house_, idle_exit(options, settings),
                        [this] { drivers::spawn(loop_.get_executor(), stop()); }) {
        signals_.add(SIGHUP);
        for (const config::VirtualReaderSettings& reader : settings.virtual_readers)
            plug_in(reader);
        house_.access = access::Policy(settings.access_rules);
        service_life_.may_lack([this] { return sources_.missing(); });
        if (settings.polkit == config::Polkit::Asked) {
            house_.authority = &polkit_.emplace(loop_.get_executor(), bus::libsystemd());
            service_life_.may_lack([this] { return polkit_->missing(); });
        }
        if (house_.access.questions().seats) {
            if (!access::has_logind())
                log::warning(
                    "nobody is known to be at a seat: there is no logind, or no libsystemd to ask it");
            service_life_.may_lack([] { return access::has_logind() ? "" : "logind"; });
        }
        if (options.apdu_trace == config::ApduTrace::On)
            house_.apdu_log = sessions::ApduLog::Redacted;
    }

    // Who waits for a context already, as the one for whom this was started does, has it before anything is
    // looked for. `started` is called when all that others look for is there.
    void run(const std::function<void()>& started) {
        acceptor_.start();
        service_life_.ready();
        follow_clients();
        loop_.take_turns(first_turns);
        pid_file_.emplace(socket_);
        if (!settings_.virtual_control.empty())
            virtual_control_.emplace(loop_.get_executor(), settings_.virtual_control, virtual_bus_);
        started();
        virtual_bus_.start(devices_);
        sources_.start(drivers_);
        follow_signals();  // what they end must have begun; one that came before is kept
        service::run_loop(loop_);
    }

  private:
    void plug_in(const config::VirtualReaderSettings& reader) {
        const auto choice = virtual_reader::parse_card_choice(reader.card);
        const auto answer =
            virtual_bus_.plug({reader.name, reader.slots, choice ? choice->card : std::nullopt});
        if (answer != virtual_reader::BusAnswer::Done)
            throw config::SettingsError("virtual reader '" + reader.name + "': " + describe(answer));
    }

    void wake_up() {
        log::info("the machine has slept: readers are opened anew");
        devices_.open_anew();
        sources_.look_again();
    }

    void follow_clients() {
        house_.on_client_count = [this, others = std::move(house_.on_client_count)](std::size_t clients) {
            others(clients);
            hosted_driver_.count_clients(clients, [this] { return registry_.freshness().doubt(); });
        };
    }

    void follow_signals() {
        signals_.async_wait([this](boost::system::error_code cancelled, int signal) {
            if (cancelled)
                return;
            if (signal != SIGUSR1 && signal != SIGHUP)
                return drivers::spawn(loop_.get_executor(), stop());
            log::info("asked to look for readers anew");
            sources_.look_again();
            devices_.look_again();
            follow_signals();
        });
    }

    // Nobody comes in any more, devices go so that nobody waits for them, then those who are in are sent
    // home.
    drivers::Awaitable<void> stop() {
        log::info("stopping");
        acceptor_.stop();
        service_life_.stop();
        signals_.cancel();
        sleep_watch_.stop();
        virtual_control_.reset();
        sources_.stop();
        co_await devices_.close_all();
        for (sessions::LiveSession& session : house_.sessions)
            session.close();
        if (polkit_)
            polkit_->stop();
    }

    config::Settings settings_;
    std::string socket_;
    service::Loop loop_;
    asio::signal_set signals_{loop_, SIGTERM, SIGINT, SIGUSR1};
    service::ListeningSocket listening_;
    std::optional<service::PidFile> pid_file_;
    virtual_reader::VirtualBus virtual_bus_;
    virtual_reader::VirtualDriver virtual_driver_{virtual_bus_};
    UsbReaders usb_readers_{loop_.get_executor()};
    readers::Registry registry_;
    std::optional<access::Polkit> polkit_;
    sessions::SessionHouse house_;
    DeviceSources sources_;
    hosts::HostedDriver hosted_driver_{
        loop_.get_executor(), [this] { return host_programs(settings_.drivers); }, &sources_.handlers(),
        [this](hosts::HandlerSpec& spec) { tune(spec, settings_.drivers); }};
    std::array<drivers::Driver*, 3> drivers_{&virtual_driver_, &usb_readers_.driver(), &hosted_driver_};
    hotplug::Devices devices_;
    sessions::Acceptor acceptor_;
    std::optional<virtual_reader::ControlSocket> virtual_control_;
    service::SleepWatch sleep_watch_{loop_.get_executor(), [this] { wake_up(); }};
    ServiceLife service_life_;
    service::AbandonedFirst waiting_{loop_};
};

}  // namespace

void run_daemon(const config::Options& options, const config::Settings& settings,
                service::Background background) {
    service::raise_descriptor_limit();
    service::let_clients_go_first();
    Daemon daemon(options, settings);
    daemon.run([&] {
        background.ready();
        log::info("serving at ", options.socket);
    });
    log::info("stopped");
}

}  // namespace scrm

// The parts of Asio that net/ uses, and the types that everything here is made of.
//
// Coroutines: every argument of a co_await is a named variable, a reference or a plain value. g++
// 12 frees temporaries with destructors twice there, and captured strings of inline lambdas too.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

namespace throughline::net {

namespace asio = boost::asio;

// Not type-erased: a poll of any_io_executor on every step costs more than the step.
using Executor = asio::io_context::executor_type;
using Tcp = asio::ip::tcp;
using Socket = asio::basic_stream_socket<Tcp, Executor>;
using TlsSocket = asio::ssl::stream<Socket>;
using Acceptor = asio::basic_socket_acceptor<Tcp, Executor>;
using Steady = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Steady, asio::wait_traits<Steady>, Executor>;

template <class T>
using Task = asio::awaitable<T, Executor>;

// Gives a tuple of the error and the value; never throws.
inline constexpr auto as_result = asio::as_tuple(asio::use_awaitable_t<Executor>());

}  // namespace throughline::net

/* test_find_network.c -- IP and hardware addresses. */
#include "find_kit.h"

static void
test_finds_ipv4(void **state)
{
	(void)state;
	find_expect("logged from 203.0.113.7.", "IP", "203.0.113.7");
	find_expect("IP:192.168.1.20", "IP", "192.168.1.20");
	find_expect("ping 8.8.8.8", "IP", "8.8.8.8");
	find_expect("198.51.100.0/24", "IP", "198.51.100.0/24");
	find_expect("203.0.113.7:8080", "IP", "203.0.113.7");
	find_expect("203.0.113.7-203.0.113.9", "IP", "203.0.113.9");
}

static void
test_leaves_versions_and_sections_alone(void **state)
{
	(void)state;
	find_expect_none("version 10.0.22621.2", "IP");
	find_expect_none("firmware version 192.168.100.22", "IP");
	find_expect_none("section 1.2.3.4", "IP");
	find_expect_none("1.2.3.4", "IP");
	find_expect_none("256.1.1.1 and 203.0.113.07", "IP");
	find_expect_none("657.4.9.1862", "IP");
	find_expect_none("1.3.6.1.4.1.311", "IP");
	find_expect_none("from 6.9.11.60 on", "IP");
}

/* The forms of RFC 4291, 5952 and 4007. */
static void
test_finds_ipv6(void **state)
{
	(void)state;
	find_expect("at 2001:db8::1.", "IP", "2001:db8::1");
	find_expect("2001:DB8:0:0:8:800:200C:417A", "IP",
	    "2001:DB8:0:0:8:800:200C:417A");
	find_expect("address ::ffff:192.0.2.128", "IP", "::ffff:192.0.2.128");
	find_expect("host fe80::1%eth0", "IP", "fe80::1%eth0");
	find_expect("2001:db8:12::/48", "IP", "2001:db8:12::/48");
	find_expect("IPv6:2001:db8:0:1::2", "IP", "2001:db8:0:1::2");
}

static void
test_leaves_times_and_programs_alone(void **state)
{
	(void)state;
	find_expect_none("12:34:56 and 1:2:3", "IP");
	find_expect_none("std::vector dead::beef ::", "IP");
	find_expect_none("2001:db8::1::2", "IP");
	find_expect_none("1:2:3:4:5:6:7:8:9", "IP");
}

static void
test_finds_hardware_addresses(void **state)
{
	(void)state;
	find_expect("MAC:00:00:5E:00:53:AF.", "MAC", "00:00:5E:00:53:AF");
	find_expect("b6-d3-c7-70-e8-8f", "MAC", "b6-d3-c7-70-e8-8f");
	find_expect("0000.5e00.53af", "MAC", "0000.5e00.53af");
	find_expect("02-00-5E-10-00-00-00-01", "MAC",
	    "02-00-5E-10-00-00-00-01");
	find_expect_none("00:00:00:00:00:00 ff:ff:ff:ff:ff:ff", "MAC");
	find_expect_none("12-34-56-78-90-12", "MAC");
	find_expect_none("00:00:5E:00:53:AF:11", "MAC");
}

static void
test_finds_addresses_in_logs_and_disguise(void **state)
{
	(void)state;
	find_expect("adresse:203.0.113.7", "IP", "203.0.113.7");
	find_expect("ip=203.0.113.7;port=22", "IP", "203.0.113.7");
	find_expect("\"ip\":\"10.0.0.1\"", "IP", "10.0.0.1");
	find_expect("[203.0.113.7]:8080", "IP", "203.0.113.7");
	find_expect("203[.]0[.]113[.]7", "IP", "203[.]0[.]113[.]7");
	find_expect("203.0.113.7/index.html", "IP", "203.0.113.7");
	find_expect("[2001:db8::1]:443", "IP", "2001:db8::1");
	find_expect("src=2001:db8::8a2e:370:7334,", "IP",
	    "2001:db8::8a2e:370:7334");
	find_expect("fe80::1%eth0/64 inet6", "IP", "fe80::1%eth0/64");
}

static void
test_finds_hardware_addresses_in_other_dress(void **state)
{
	(void)state;
	find_expect("mac=00005e0053af", "MAC", "00005e0053af");
	find_expect("MAC 00 00 5E 00 53 AF and", "MAC", "00 00 5E 00 53 AF");
	find_expect("aa:bb:cc:dd:ee:fe", "MAC", "aa:bb:cc:dd:ee:fe");
	find_expect("ab-cd-ef-ab-cd-01", "MAC", "ab-cd-ef-ab-cd-01");
	find_expect_none("hash 00005e0053af", "MAC");
	/* A fingerprint of 20 pairs. */
	find_expect_none("AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:"
	    "BB:CC:DD", "MAC");
	find_expect_none("2024-11-22 12:30:45", "MAC");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds_ipv4),
		cmocka_unit_test(test_leaves_versions_and_sections_alone),
		cmocka_unit_test(test_finds_ipv6),
		cmocka_unit_test(test_leaves_times_and_programs_alone),
		cmocka_unit_test(test_finds_hardware_addresses),
		cmocka_unit_test(test_finds_addresses_in_logs_and_disguise),
		cmocka_unit_test(test_finds_hardware_addresses_in_other_dress),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

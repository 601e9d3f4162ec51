<?php
// Completes the installation, makes users, and prints their application passwords by login name.
define('WP_INSTALLING', true);
require __DIR__ . '/load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

function lab_install() {
    wp_install('Lab ' . getenv('LAB_SITE'), 'admin', 'admin@lab.example', true, '', wp_generate_password());
    update_option('permalink_structure', '/%year%/%monthnum%/%postname%/');
    update_option('timezone_string', 'America/New_York');  // not UTC, so that local and universal time differ
    flush_rewrite_rules(false);
    $passwords = array();
    foreach (array('admin' => 'administrator', 'ada' => 'editor', 'bo' => 'author', 'cy' => 'subscriber') as $login => $role) {
        $id = username_exists($login) ?: wp_insert_user(array(
            'user_login' => $login, 'user_pass' => wp_generate_password(), 'role' => $role,
            'user_email' => "$login@lab.example", 'display_name' => ucfirst($login) . " O’Brien",
        ));
        list($password) = WP_Application_Passwords::create_new_application_password($id, array('name' => 'tests'));
        $passwords[$login] = WP_Application_Passwords::chunk_password($password);
    }
    echo json_encode($passwords);
}
lab_install();
